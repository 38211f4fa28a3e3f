package io.apogeemq.common.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * What a classic value may look like, and how it is written in a Spring property.
 *
 * <p>Classic numbers carry their unit in the key's name; ours carry it in the value. Both
 * directions are here: into the property when a file is read, and back into the classic text when
 * tools ask for a broker's configuration.
 */
public sealed interface ClassicType {

    /** Any text, trimmed. */
    static ClassicType text() {
        return new Text();
    }

    /** {@code true} in any case is true, everything else false, as ever. */
    static ClassicType truth() {
        return new Truth();
    }

    /** A whole number, both ends included. */
    static ClassicType whole(long least, long most) {
        return new Whole(least, most, Unit.NONE);
    }

    /** A port; 0 lets the system choose. */
    static ClassicType port() {
        return new Whole(0, 65_535, Unit.NONE);
    }

    /** A number with or without fraction, both ends included. */
    static ClassicType decimal(double least, double most) {
        return new Decimal(least, most);
    }

    /** A number of milliseconds, both ends included; becomes {@code 500ms}. */
    static ClassicType millis(long least, long most) {
        return new Whole(least, most, Unit.MILLIS);
    }

    /** A number of seconds, both ends included; becomes {@code 45s}. */
    static ClassicType seconds(long least, long most) {
        return new Whole(least, most, Unit.SECONDS);
    }

    /** A number of hours, both ends included; becomes {@code 72h}. */
    static ClassicType hours(long least, long most) {
        return new Whole(least, most, Unit.HOURS);
    }

    /** A number of bytes, both ends included; becomes {@code 4194304B}. */
    static ClassicType bytes(long least, long most) {
        return new Whole(least, most, Unit.BYTES);
    }

    /** One of these words; spelt exactly so, and never replaced by a default when it isn't. */
    static ClassicType oneOf(String... words) {
        return new OneOf(List.of(words));
    }

    /** {@code host:port;host:port}; becomes a comma separated list, to bind to a list. */
    static ClassicType addresses() {
        return new Addresses();
    }

    /**
     * The property's text for a classic text.
     *
     * @throws BadValue when the text isn't allowed
     */
    String toProperty(String classic) throws BadValue;

    /**
     * The classic text for a property's text. A text that isn't understood is returned as it is.
     */
    String toClassic(String property);

    /** Any text. */
    record Text() implements ClassicType {
        @Override
        public String toProperty(String classic) {
            return classic;
        }

        @Override
        public String toClassic(String property) {
            return property;
        }
    }

    /** A boolean. */
    record Truth() implements ClassicType {
        @Override
        public String toProperty(String classic) {
            return String.valueOf(Boolean.parseBoolean(classic));
        }

        @Override
        public String toClassic(String property) {
            return property;
        }
    }

    /** The unit that a whole number is counted in. */
    enum Unit {
        NONE(""),
        MILLIS("ms"),
        SECONDS("s"),
        HOURS("h"),
        BYTES("B");

        private final String suffix;

        Unit(String suffix) {
            this.suffix = suffix;
        }

        private String count(String property) {
            return switch (this) {
                case NONE -> property;
                case MILLIS -> String.valueOf(duration(property).toMillis());
                case SECONDS -> String.valueOf(duration(property).toSeconds());
                case HOURS -> String.valueOf(duration(property).toHours());
                case BYTES -> String.valueOf(DataSize.parse(property).toBytes());
            };
        }

        private static Duration duration(String property) {
            return DurationStyle.detectAndParse(property);
        }
    }

    /** A whole number within bounds. */
    record Whole(long least, long most, Unit unit) implements ClassicType {
        @Override
        public String toProperty(String classic) throws BadValue {
            try {
                long number = Long.parseLong(classic);
                if (number >= least && number <= most) {
                    return number + unit.suffix;
                }
            } catch (NumberFormatException e) {
                throw new BadValue("a whole number " + range());
            }
            throw new BadValue("a whole number " + range());
        }

        @Override
        public String toClassic(String property) {
            try {
                return unit.count(property);
            } catch (IllegalArgumentException e) {
                return property;
            }
        }

        private String range() {
            return "from " + least + " to " + most;
        }
    }

    /** A number with a fraction, within bounds. */
    record Decimal(double least, double most) implements ClassicType {
        @Override
        public String toProperty(String classic) throws BadValue {
            try {
                double number = Double.parseDouble(classic);
                if (number >= least && number <= most) {
                    return classic;
                }
            } catch (NumberFormatException e) {
                throw new BadValue("a number from " + least + " to " + most);
            }
            throw new BadValue("a number from " + least + " to " + most);
        }

        @Override
        public String toClassic(String property) {
            return property;
        }
    }

    /** One of several words. Becomes lower case with dashes, as Spring binds enumerations. */
    record OneOf(List<String> words) implements ClassicType {

        public OneOf {
            words = List.copyOf(words);
        }

        @Override
        public String toProperty(String classic) throws BadValue {
            if (!words.contains(classic)) {
                throw new BadValue("one of " + String.join(", ", words));
            }
            return classic.toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public String toClassic(String property) {
            String uniform = property.replace("-", "").replace("_", "");
            for (String word : words) {
                if (word.replace("-", "").replace("_", "").equalsIgnoreCase(uniform)) {
                    return word;
                }
            }
            return property;
        }
    }

    /** NameServer addresses. An empty list is allowed: a broker may stand alone. */
    record Addresses() implements ClassicType {
        @Override
        public String toProperty(String classic) throws BadValue {
            List<String> addresses = new ArrayList<>();
            for (String part : classic.split("[;,]", -1)) {
                String address = part.trim();
                if (address.isEmpty()) {
                    continue;
                }
                if (!isHostAndPort(address)) {
                    throw new BadValue(
                            StartRefused.NOT_INITIALISED,
                            "The Name Server Address["
                                    + classic
                                    + "] illegal, please set it as follows,"
                                    + " \"127.0.0.1:9876;192.168.0.1:9876\"");
                }
                addresses.add(address);
            }
            return String.join(",", addresses);
        }

        @Override
        public String toClassic(String property) {
            return property.replace(',', ';');
        }

        private static boolean isHostAndPort(String address) {
            int colon = address.lastIndexOf(':');
            if (colon <= 0 || address.chars().anyMatch(Character::isWhitespace)) {
                return false;
            }
            String host = address.substring(0, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (host.contains("/") || (host.contains(":") && !bracketed)) {
                return false;
            }
            try {
                int port = Integer.parseInt(address.substring(colon + 1));
                return port >= 1 && port <= 65_535;
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }
}
