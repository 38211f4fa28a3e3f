package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.protocol.admin.ConsumeStatsBody.QueueLag;
import java.util.List;
import java.util.Map;

/**
 * How far all groups of a broker are, as JSON with queues as keys (code 317). Only brokers write
 * it.
 *
 * @param brokerAddr the broker's address
 * @param groups by group, one per topic; in the order to be written
 */
public record ConsumeStatsListBody(String brokerAddr, Map<String, List<ConsumeStatsBody>> groups) {

    /** The body. */
    public byte[] encode() {
        long lag = 0;
        long inFlight = 0;
        JsonWriter json = JsonWriter.classic().beginObject().field("brokerAddr", brokerAddr);
        json.fieldName("consumeStatsList").beginArray();
        for (Map.Entry<String, List<ConsumeStatsBody>> group : groups.entrySet()) {
            json.beginObject().fieldName(group.getKey()).beginArray();
            for (ConsumeStatsBody stats : group.getValue()) {
                stats.write(json);
                for (QueueLag queue : stats.queues().values()) {
                    lag += queue.brokerOffset() - queue.consumerOffset();
                    inFlight += queue.pullOffset() - queue.consumerOffset();
                }
            }
            json.endArray().endObject();
        }
        return json.endArray()
                .field("totalDiff", lag)
                .field("totalInflightDiff", inFlight)
                .endObject()
                .toBytes();
    }
}
