package io.apogeemq.broker.produce;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many topics each connection has made the broker create, so that one that sends to ever new
 * names comes to an end. Asked only by sends to topics that do not exist; a connection is told from
 * others by its remote address. The oldest are forgotten when there are very many: the limit on all
 * topics of the broker holds whoever is forgotten here.
 *
 * <p>Thread-safe; one monitor, a leaf.
 */
final class TopicCreations {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCreations.class);

    /** About a MiB. */
    private static final int MAX_SENDERS = 8192;

    private final Map<InetSocketAddress, Integer> counts =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Integer> eldest) {
                    return size() > MAX_SENDERS;
                }
            };

    /** How many topics a connection has made. */
    synchronized int count(InetSocketAddress sender) {
        return counts.getOrDefault(sender, 0);
    }

    /**
     * Counts one more.
     *
     * @param limit how many it may make
     */
    void created(InetSocketAddress sender, int limit) {
        int now;
        synchronized (this) {
            now = counts.merge(sender, 1, Integer::sum);
        }
        if (now == limit) {
            LOG.atWarn()
                    .addKeyValue("sender", sender)
                    .addKeyValue("topics", now)
                    .log("A connection has made as many topics by sending as one may");
        }
    }
}
