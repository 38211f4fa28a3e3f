package io.apogeemq.common.boot;

import io.apogeemq.common.boot.CommandOption.Accept;
import io.apogeemq.common.boot.CommandOption.PrintItems;
import io.apogeemq.common.boot.CommandOption.ReadFile;
import io.apogeemq.common.boot.CommandOption.SetKey;
import io.apogeemq.common.boot.CommandOption.ShowUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reads a classic command line: the program's options, and any number of settings as {@code
 * --key=value} among or after them.
 *
 * <p>Guides also write settings without dashes ({@code mqbroker -n host:9876
 * autoCreateTopicEnable=true}); the original takes no notice of those, here they are settings too
 * when the table knows the key, and are named and left out otherwise.
 */
final class CommandLine {

    private static final Pattern SETTING =
            Pattern.compile("--([A-Za-z][\\w.\\[\\]-]*)=(.*)", Pattern.DOTALL);
    private static final Pattern BARE = Pattern.compile("([A-Za-z][\\w.]*)=(.*)", Pattern.DOTALL);
    private static final String[] SPRING_PREFIXES = {
        "spring.", "server.", "management.", "logging."
    };

    /** What a command line asks for. */
    sealed interface Request {}

    /**
     * A start.
     *
     * @param file the properties file, if one was named
     * @param settings keys as they were written, with their values; a later one wins
     * @param printOnly whether only the effective items are wanted
     * @param leftOut arguments that mean nothing
     */
    record Start(
            @Nullable Path file,
            Map<String, String> settings,
            boolean printOnly,
            List<String> leftOut)
            implements Request {}

    /** The usage text was asked for. */
    record Help(String usage) implements Request {}

    /** The line can't be understood. */
    record Wrong(String message, String usage) implements Request {}

    private final ServiceDescription service;

    CommandLine(ServiceDescription service) {
        this.service = service;
    }

    Request parse(String... args) {
        CommandSpec spec = spec();
        picocli.CommandLine parser =
                new picocli.CommandLine(spec)
                        .setOverwrittenOptionsAllowed(true)
                        .setPosixClusteredShortOptionsAllowed(false)
                        .setExpandAtFiles(false);
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>();
        for (String arg : args) {
            Matcher matcher = SETTING.matcher(arg);
            if (!matcher.matches() || spec.findOption("--" + matcher.group(1)) != null) {
                rest.add(arg);
            } else if (isSetting(matcher.group(1))) {
                settings.put(matcher.group(1), matcher.group(2).trim());
            } else {
                return new Wrong(unknown(matcher.group(1), arg), usage());
            }
        }
        try {
            return request(parser.parseArgs(rest.toArray(String[]::new)), settings);
        } catch (ParameterException e) {
            return new Wrong(message(e), usage());
        }
    }

    String usage() {
        StringBuilder text = new StringBuilder("usage: ").append(service.program());
        service.options()
                .forEach(o -> text.append(" [").append(form(o.shortName(), o)).append(']'));
        text.append(" [--key=value ...]\n");
        int width = service.options().stream().mapToInt(o -> synopsis(o).length()).max().orElse(0);
        for (CommandOption option : service.options()) {
            text.append(" %s   %s%n".formatted(pad(synopsis(option), width), option.purpose()));
        }
        text.append(
                " %s   %s%n"
                        .formatted(
                                pad("--key=value", width),
                                "Any setting, classic (listenPort) or apogee.*"));
        return text.toString();
    }

    private CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name(service.program());
        for (CommandOption option : service.options()) {
            OptionSpec.Builder builder = OptionSpec.builder(option.shortName(), option.longName());
            if (option.value() == null) {
                builder.type(boolean.class).arity("0");
            } else {
                builder.type(String.class).paramLabel(option.value());
            }
            spec.addOption(builder.build());
        }
        return spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0..*")
                        .arity("0..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .build());
    }

    private Request request(ParseResult result, Map<String, String> settings) {
        Path file = null;
        boolean printOnly = false;
        Map<String, String> all = new LinkedHashMap<>();
        for (CommandOption option : service.options()) {
            if (!result.hasMatchedOption(option.shortName())) {
                continue;
            }
            switch (option.meaning()) {
                case ShowUsage() -> {
                    return new Help(usage());
                }
                case PrintItems() -> printOnly = true;
                case ReadFile() -> file = Path.of(value(result, option));
                case SetKey(String name) -> all.put(name, value(result, option).trim());
                case Accept() -> {}
            }
        }
        List<String> leftOut = new ArrayList<>();
        List<String> positional = result.matchedPositionalValue(0, List.of());
        for (String argument : positional) {
            Matcher matcher = BARE.matcher(argument);
            if (matcher.matches() && service.keys().isKnown(matcher.group(1))) {
                all.put(matcher.group(1), matcher.group(2).trim());
            } else {
                leftOut.add(argument);
            }
        }
        all.putAll(settings);
        return new Start(file, all, printOnly, leftOut);
    }

    private static String value(ParseResult result, CommandOption option) {
        return String.valueOf(result.<Object>matchedOptionValue(option.shortName(), ""));
    }

    private boolean isSetting(String name) {
        return service.keys().isKnown(name)
                || service.keys().misspellingOf(name).isPresent()
                || passesThrough(name);
    }

    /** Whether a key isn't a classic one but ours or Spring's own, and is handed on as it is. */
    static boolean passesThrough(String name) {
        if (name.startsWith("apogee.")) {
            return true;
        }
        for (String prefix : SPRING_PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private String unknown(String name, String arg) {
        return "Unrecognized option: "
                + arg
                + service.keys()
                        .nearest(name)
                        .map(n -> " (nearest known key: --" + n + "=...)")
                        .orElse("");
    }

    private static String message(ParameterException e) {
        return switch (e) {
            case UnmatchedArgumentException unmatched ->
                    "Unrecognized option: " + String.join(" ", unmatched.getUnmatched());
            case MissingParameterException missing ->
                    "Missing argument for option: " + missing.getMissing().getFirst().paramLabel();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String synopsis(CommandOption option) {
        return option.shortName() + "," + form(option.longName(), option);
    }

    private static String form(String name, CommandOption option) {
        return option.value() == null ? name : name + " <" + option.value() + ">";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
