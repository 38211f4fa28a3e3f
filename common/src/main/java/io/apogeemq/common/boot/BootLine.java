package io.apogeemq.common.boot;

/**
 * The line that scripts wait for. A service declares one as a bean; it is asked once, when every
 * life cycle has started, and goes to standard output as it is and to the log file.
 */
@FunctionalInterface
public interface BootLine {

    /** One line, without its end. */
    String text();
}
