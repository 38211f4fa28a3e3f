package io.apogeemq.namesrv.config;

import io.apogeemq.namesrv.routing.RoutingOptions;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The route table's settings, under {@code apogee.namesrv.routing}.
 *
 * @param scanInterval how often silent brokers are looked for
 * @param brokerTimeout silence after which a broker that brings no limit of its own counts as dead
 * @param closeGrace how long a broker outlives its connection
 * @param deleteMissingTopics whether topics that a full registration lacks are removed
 */
record RoutingProperties(
        @DefaultValue("5s") Duration scanInterval,
        @DefaultValue("120s") Duration brokerTimeout,
        @DefaultValue("0s") Duration closeGrace,
        @DefaultValue("false") boolean deleteMissingTopics) {
    /**
     * The part of the heap that the table may take. While it changes a part of it is there twice.
     */
    private static final int TABLE_SHARE = 4;

    RoutingProperties {
        NamesrvProperties.atLeast("routing.scan-interval", scanInterval, Duration.ofMillis(10));
        NamesrvProperties.atLeast("routing.broker-timeout", brokerTimeout, Duration.ofSeconds(1));
        NamesrvProperties.atLeast("routing.close-grace", closeGrace, Duration.ZERO);
    }

    RoutingOptions toOptions() {
        return new RoutingOptions(
                brokerTimeout.toMillis(),
                closeGrace.toMillis(),
                deleteMissingTopics,
                Runtime.getRuntime().maxMemory() / TABLE_SHARE);
    }
}
