package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A broker group, as a route or a cluster list shows it.
 *
 * @param cluster the cluster's name
 * @param brokerName the name that master and slaves share
 * @param brokerAddrs id to {@code host:port}; 0 is the master; ascending, so that the master is
 *     written first
 * @param enableActingMaster whether a slave of the group may stand in for a missing master
 * @param zoneName the zone that the group said it is in
 */
public record BrokerEntry(
        String cluster,
        String brokerName,
        SortedMap<Long, String> brokerAddrs,
        boolean enableActingMaster,
        @Nullable String zoneName) {
    /** The id of a master. */
    public static final long MASTER_ID = 0;

    public BrokerEntry {
        brokerAddrs = BrokerAddresses.copy(brokerAddrs);
    }

    public BrokerEntry withBrokerAddrs(SortedMap<Long, String> value) {
        return new BrokerEntry(cluster, brokerName, value, enableActingMaster, zoneName);
    }

    /** Says whether the group has a master. */
    public boolean hasMaster() {
        return brokerAddrs.containsKey(MASTER_ID);
    }

    /** Reads an entry. */
    public static BrokerEntry read(JsonObject object) {
        return new BrokerEntry(
                object.textOr("cluster", ""),
                object.requireText("brokerName"),
                BrokerAddresses.read(object.objectOrEmpty("brokerAddrs")),
                object.booleanOr("enableActingMaster", false),
                object.text("zoneName"));
    }

    /** Writes the entry as a value. */
    public void write(JsonWriter json) {
        json.beginObject().fieldName("brokerAddrs");
        BrokerAddresses.write(json, brokerAddrs);
        json.field("brokerName", brokerName)
                .field("cluster", cluster)
                .field("enableActingMaster", enableActingMaster)
                .field("zoneName", zoneName)
                .endObject();
    }
}
