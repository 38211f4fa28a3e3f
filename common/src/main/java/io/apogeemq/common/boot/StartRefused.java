package io.apogeemq.common.boot;

/**
 * A start that must not go on: the cause, the cure, and the exit code that scripts know.
 *
 * <p>Thrown by configuration code and life cycles of the edge rooms, from anywhere below {@link
 * ServiceStarter#run}; wrapped or not, the starter prints the text once and ends the process with
 * the code. No stack trace is shown: the text has to say everything.
 */
public class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A start-up that failed, or a value or mode that can't be had: the classic -1. */
    public static final int FAILED = 255;

    /** The installation directory is unknown: the classic -2. */
    public static final int NO_HOME = 254;

    /** Initialisation failed, an address or a slave's id is wrong: the classic -3. */
    public static final int NOT_INITIALISED = 253;

    /** Two settings exclude each other: the classic -4. */
    public static final int CONTRADICTION = 252;

    /** Wrong use of the command line. */
    public static final int USAGE = 1;

    private final int exitCode;

    /** Refuses with {@link #FAILED}. */
    public StartRefused(String text) {
        this(FAILED, text);
    }

    /**
     * Refuses with a code of its own.
     *
     * @param exitCode 1 to 255
     * @param text one or more whole sentences: what is wrong and what to do
     */
    public StartRefused(int exitCode, String text) {
        super(text);
        this.exitCode = exitCode;
    }

    /** As above, keeping what caused it. */
    public StartRefused(int exitCode, String text, Throwable cause) {
        super(text, cause);
        this.exitCode = exitCode;
    }

    /** The code that the process ends with. */
    public int exitCode() {
        return exitCode;
    }

    /** The text that users see. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
