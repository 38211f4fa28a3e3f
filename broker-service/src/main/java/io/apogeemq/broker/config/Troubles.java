package io.apogeemq.broker.config;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps the threads of a broker from doing their work, now. A trouble is logged when it begins
 * and when it is over, however often the thread tries in between; health shows it meanwhile.
 *
 * <p>Any thread.
 */
final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

    private final Map<String, Throwable> causes = new ConcurrentHashMap<>();

    /** Work did not get done, and is tried again. */
    void has(String thread, Throwable cause) {
        if (causes.put(thread, cause) == null) {
            LOG.atError()
                    .setCause(cause)
                    .addKeyValue("thread", thread)
                    .log("A thread of the broker cannot do its work; it tries again and again");
        }
    }

    /** Work got done. */
    void hasNone(String thread) {
        if (causes.remove(thread) != null) {
            LOG.atInfo().addKeyValue("thread", thread).log("A thread of the broker works again");
        }
    }

    /** All of them in words; null when there is none. */
    @Nullable String inWords() {
        return causes.isEmpty()
                ? null
                : causes.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(trouble -> trouble.getKey() + ": " + words(trouble.getValue()))
                        .collect(Collectors.joining("; "));
    }

    private static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
