package io.apogeemq.common.boot;

import io.apogeemq.common.boot.ClassicKey.Honoured;
import io.apogeemq.common.boot.ClassicKey.Ignored;
import io.apogeemq.common.boot.ClassicKey.Refused;
import io.apogeemq.common.boot.ConfigurationReport.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Turns one source of classic settings after the other into Spring properties, writes down what
 * became of each key, and collects all that is wrong, so that a user sees every mistake of a file
 * at once. Confined to the starting thread.
 */
final class Translation {

    private final ClassicKeys keys;
    private final boolean lenient;
    private final ConfigurationReport report;
    private final List<String> complaints = new ArrayList<>();
    private int exitCode = StartRefused.FAILED;

    /**
     * @param lenient whether a value that can't be read is left out with a warning, as in the
     *     original; enumerations are never
     */
    Translation(ClassicKeys keys, boolean lenient, ConfigurationReport report) {
        this.keys = keys;
        this.lenient = lenient;
        this.report = report;
    }

    /**
     * The properties for a source's settings.
     *
     * @param place says for a key where it stands, for complaints
     */
    Map<String, Object> translate(
            Map<String, String> settings, Source source, UnaryOperator<String> place) {
        Map<String, Object> properties = new LinkedHashMap<>();
        settings.forEach(
                (name, value) -> {
                    if (CommandLine.passesThrough(name)) {
                        report.honoured(name, value, source);
                        properties.put(name, value);
                    } else {
                        translate(name, value, source, place, properties);
                    }
                });
        return properties;
    }

    /** Stops the start if anything was wrong. */
    void finish() {
        if (!complaints.isEmpty()) {
            throw new StartRefused(exitCode, String.join(System.lineSeparator(), complaints));
        }
    }

    private void translate(
            String name,
            String value,
            Source source,
            UnaryOperator<String> place,
            Map<String, Object> properties) {
        Optional<ClassicKey> found = keys.find(name);
        if (found.isEmpty()) {
            report.unknown(name, value, source, remark(name));
            return;
        }
        ClassicKey key = found.get();
        switch (key.fate()) {
            case Ignored() -> report.ignored(name, value, source);
            case Refused refused -> {
                if (refused.refuses(value)) {
                    complain(
                            refused.exitCode(),
                            place.apply(name)
                                    + ": "
                                    + name
                                    + "="
                                    + value
                                    + ": "
                                    + refused.sentence());
                } else {
                    report.ignored(name, value, source);
                }
            }
            case Honoured honoured ->
                    honour(key, honoured, value, source, place.apply(name), properties);
        }
    }

    private void honour(
            ClassicKey key,
            Honoured honoured,
            String value,
            Source source,
            String place,
            Map<String, Object> properties) {
        if (value.isEmpty() && !(honoured.type() instanceof ClassicType.Text)) {
            report.note(key.name() + " has no value (" + place + "); its default holds.");
            return;
        }
        try {
            properties.put(honoured.target(), honoured.type().toProperty(value));
        } catch (BadValue bad) {
            if (bad.isWholeText()) {
                complain(bad.exitCode(), bad.expectation());
            } else if (lenient && !(honoured.type() instanceof ClassicType.OneOf)) {
                report.note(
                        place
                                + ": "
                                + ClassicKeys.complaint(key.name(), value, bad)
                                + "; its default holds.");
            } else {
                complain(
                        bad.exitCode(),
                        place + ": " + ClassicKeys.complaint(key.name(), value, bad));
            }
            return;
        }
        String limit = honoured.limit();
        if (limit == null) {
            report.honoured(key.name(), value, source);
        } else {
            report.limited(key.name(), value, source, limit);
        }
    }

    private String remark(String name) {
        Optional<String> misspelt = keys.misspellingOf(name);
        if (misspelt.isPresent()) {
            return ": a known misspelling; the key is " + misspelt.get() + ". Not used.";
        }
        return keys.nearest(name)
                .map(n -> ": not used; nearest known key: " + n + ".")
                .orElse(": not used.");
    }

    private void complain(int code, String text) {
        if (complaints.isEmpty()) {
            exitCode = code;
        }
        complaints.add(text);
    }
}
