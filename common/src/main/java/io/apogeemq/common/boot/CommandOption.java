package io.apogeemq.common.boot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An option of a classic command line.
 *
 * @param shortName with its dash: {@code -n}, or {@code -bc}
 * @param longName with its dashes: {@code --namesrvAddr}
 * @param value what follows it, for the usage text; null for a switch
 * @param purpose what it does
 * @param meaning what the starter does with it
 */
public record CommandOption(
        String shortName,
        String longName,
        @Nullable String value,
        String purpose,
        Meaning meaning) {

    /** What the starter does with an option. */
    public sealed interface Meaning {}

    /** Reads a classic file; see the rules of the service's table. */
    public record ReadFile() implements Meaning {}

    /** Sets a classic key to the option's value. */
    public record SetKey(String classicName) implements Meaning {}

    /** Prints the effective items and ends. */
    public record PrintItems() implements Meaning {}

    /** Prints the usage and ends. */
    public record ShowUsage() implements Meaning {}

    /** Accepted, changes nothing. */
    public record Accept() implements Meaning {}

    static final CommandOption HELP =
            new CommandOption("-h", "--help", null, "Print this help and end", new ShowUsage());
    static final CommandOption FILE =
            new CommandOption(
                    "-c", "--configFile", "FILE", "Read this properties file", new ReadFile());
    static final CommandOption ITEMS =
            new CommandOption(
                    "-p",
                    "--printConfigItem",
                    null,
                    "Print all effective settings and end",
                    new PrintItems());
    static final CommandOption ADDRESSES =
            new CommandOption(
                    "-n",
                    "--namesrvAddr",
                    "LIST",
                    "NameServers, as 'host:port;host:port'",
                    new SetKey("namesrvAddr"));

    /**
     * The NameServer's. {@code -n} is accepted as ever, though there is nothing to be done with it.
     */
    public static final List<CommandOption> NAMESRV =
            List.of(
                    FILE,
                    ITEMS,
                    new CommandOption(
                            "-n", "--namesrvAddr", "LIST", "Accepted, not used", new Accept()),
                    HELP);

    /** A broker's. */
    public static final List<CommandOption> SERVER =
            List.of(
                    ADDRESSES,
                    FILE,
                    ITEMS,
                    new CommandOption(
                            "-m",
                            "--printImportantConfig",
                            null,
                            "Print the settings that matter most and end",
                            new PrintItems()),
                    HELP);
}
