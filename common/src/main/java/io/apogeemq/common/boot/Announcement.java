package io.apogeemq.common.boot;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/**
 * Says the lines that users and scripts wait for: on standard output exactly as they are, and in
 * the log file with time and level. With structured console output they are log events only.
 */
final class Announcement {

    private static final String NAME = "io.apogeemq.announcement";

    /** Boot's logging leaves the chosen format here. */
    private static final String STRUCTURED = "CONSOLE_LOG_STRUCTURED_FORMAT";

    private final boolean structured = !System.getProperty(STRUCTURED, "").isEmpty();

    void say(String line) {
        print(line);
        logger().info(line);
    }

    void complain(String text) {
        print(text);
        logger().error(text);
    }

    private void print(String line) {
        if (!structured) {
            System.out.println(line);
            System.out.flush();
        }
    }

    /** The logger that writes to the file alone, unless the console takes events too. */
    private org.slf4j.Logger logger() {
        if (structured || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return LoggerFactory.getLogger(NAME);
        }
        Logger logger = context.getLogger(NAME);
        if (logger.isAdditive()) {
            Iterator<Appender<ILoggingEvent>> appenders =
                    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
            while (appenders.hasNext()) {
                Appender<ILoggingEvent> appender = appenders.next();
                if (appender instanceof FileAppender<ILoggingEvent>) {
                    logger.addAppender(appender);
                }
            }
            logger.setAdditive(false);
        }
        return logger;
    }
}
