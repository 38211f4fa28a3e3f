package io.apogeemq.common.boot;

import io.apogeemq.common.boot.CommandOption.Accept;
import io.apogeemq.common.boot.CommandOption.PrintItems;
import io.apogeemq.common.boot.CommandOption.ReadFile;
import io.apogeemq.common.boot.CommandOption.SetKey;
import io.apogeemq.common.boot.CommandOption.ShowUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
        Map<String, String> settings = new LinkedHashMap<>();
        Map<CommandOption, String> options = new LinkedHashMap<>();
        List<String> bare = new ArrayList<>();
        Iterator<String> rest = Arrays.asList(args).iterator();
        while (rest.hasNext()) {
            String arg = rest.next();
            Matcher setting = SETTING.matcher(arg);
            CommandOption option = find(arg);
            if (option != null) {
                String value = value(option, arg, rest);
                if (value == null) {
                    return new Wrong("Missing argument for option: " + arg, usage());
                }
                options.put(option, value);
            } else if (setting.matches()) {
                if (!isSetting(setting.group(1))) {
                    return new Wrong(unknown(setting.group(1), arg), usage());
                }
                settings.put(setting.group(1), setting.group(2).trim());
            } else if (arg.startsWith("-")) {
                return new Wrong("Unrecognized option: " + arg, usage());
            } else {
                bare.add(arg);
            }
        }
        return request(options, settings, bare);
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

    /** The option that an argument names, be it with its value behind an equals sign or alone. */
    private @Nullable CommandOption find(String arg) {
        for (CommandOption option : service.options()) {
            for (String name : List.of(option.shortName(), option.longName())) {
                boolean takesValue = option.value() != null;
                if (arg.equals(name) || (takesValue && arg.startsWith(name + "="))) {
                    return option;
                }
            }
        }
        return null;
    }

    /** What an option is given, empty for a switch, null if its value is missing. */
    private @Nullable String value(CommandOption option, String arg, Iterator<String> rest) {
        if (option.value() == null) {
            return "";
        }
        int equals = arg.indexOf('=');
        if (equals >= 0) {
            return arg.substring(equals + 1);
        }
        String next = rest.hasNext() ? rest.next() : null;
        return next == null || find(next) != null ? null : next;
    }

    private Request request(
            Map<CommandOption, String> options, Map<String, String> settings, List<String> bare) {
        Path file = null;
        boolean printOnly = false;
        Map<String, String> all = new LinkedHashMap<>();
        for (CommandOption option : service.options()) {
            String value = options.get(option);
            if (value == null) {
                continue;
            }
            switch (option.meaning()) {
                case ShowUsage() -> {
                    return new Help(usage());
                }
                case PrintItems() -> printOnly = true;
                case ReadFile() -> file = Path.of(value);
                case SetKey(String name) -> all.put(name, value.trim());
                case Accept() -> {}
            }
        }
        List<String> leftOut = new ArrayList<>();
        for (String argument : bare) {
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
