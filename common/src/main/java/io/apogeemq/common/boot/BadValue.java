package io.apogeemq.common.boot;

/** A classic value that can't be read, with what would be allowed. Turned into a refusal. */
final class BadValue extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    BadValue(String expectation) {
        this(StartRefused.FAILED, expectation);
    }

    BadValue(int exitCode, String text) {
        super(text);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    /** What is allowed; for an address list the whole classic sentence. */
    String expectation() {
        return String.valueOf(getMessage());
    }

    /** Whether {@link #expectation()} is already the whole sentence that users know. */
    boolean isWholeText() {
        return exitCode != StartRefused.FAILED;
    }
}
