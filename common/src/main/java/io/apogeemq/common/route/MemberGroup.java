package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.json.JsonWriter;
import java.util.SortedMap;

/**
 * Who is alive in a broker group. Immutable.
 *
 * @param cluster the cluster's name
 * @param brokerName the name that master and slaves share
 * @param brokerAddrs id to {@code host:port}; empty when the NameServer doesn't know the group
 */
public record MemberGroup(String cluster, String brokerName, SortedMap<Long, String> brokerAddrs) {
    public MemberGroup {
        brokerAddrs = BrokerAddresses.copy(brokerAddrs);
    }

    /** Reads a group from the body that answers GET_BROKER_MEMBER_GROUP. */
    public static MemberGroup parse(byte[] body) {
        JsonObject object = JsonReader.parseObject(body).requireObject("brokerMemberGroup");
        return new MemberGroup(
                object.textOr("cluster", ""),
                object.textOr("brokerName", ""),
                BrokerAddresses.read(object.objectOrEmpty("brokerAddrs")));
    }

    /** The group as that body; broker ids quoted when strict, else bare digits. */
    public byte[] toJson(boolean strict) {
        JsonWriter json = strict ? JsonWriter.strict() : JsonWriter.classic();
        json.beginObject().fieldName("brokerMemberGroup").beginObject().fieldName("brokerAddrs");
        BrokerAddresses.write(json, brokerAddrs);
        return json.field("brokerName", brokerName)
                .field("cluster", cluster)
                .endObject()
                .endObject()
                .toBytes();
    }
}
