package io.apogeemq.common.boot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of the classic files: what becomes of it here.
 *
 * @param name as it is written in classic files
 * @param fate what becomes of it
 * @param systemProperty a system property that says the same, if there is one
 * @param environmentVariable an environment variable that says the same, if there is one
 */
record ClassicKey(
        String name,
        Fate fate,
        @Nullable String systemProperty,
        @Nullable String environmentVariable) {

    /** What becomes of a classic key. */
    sealed interface Fate {}

    /**
     * Translated.
     *
     * @param type what its value may be
     * @param target the {@code apogee.*} key
     * @param limit what isn't as users know it, in a sentence; null when nothing differs
     * @param live whether operators may change it at run time
     */
    record Honoured(ClassicType type, String target, @Nullable String limit, boolean live)
            implements Fate {}

    /** Accepted and not used, in every version. */
    record Ignored() implements Fate {}

    /**
     * Accepted with some values, also with none; the others ask for something that isn't here.
     *
     * @param values compared without case; empty for every value
     * @param isWanted whether these values are those that are accepted, not those that aren't
     * @param exitCode what the process ends with
     * @param sentence what isn't here, and what to do instead
     */
    record Refused(List<String> values, boolean isWanted, int exitCode, String sentence)
            implements Fate {

        Refused {
            values = List.copyOf(values);
        }

        boolean refuses(String value) {
            if (value.isBlank()) {
                // Its default holds.
                return false;
            }
            return values.isEmpty()
                    || values.stream().anyMatch(value::equalsIgnoreCase) != isWanted;
        }
    }

    ClassicKey from(@Nullable String property, @Nullable String variable) {
        return new ClassicKey(name, fate, property, variable);
    }
}
