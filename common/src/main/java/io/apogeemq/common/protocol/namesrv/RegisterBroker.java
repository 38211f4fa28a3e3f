package io.apogeemq.common.protocol.namesrv;

import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.protocol.KeyValueTable;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import io.apogeemq.common.route.BrokerRegistration;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * REGISTER_BROKER: a broker tells a NameServer where it is and which topics it has. This is the
 * header; the body is a {@link BrokerRegistration}, read apart because that takes time.
 *
 * @param broker who registers
 * @param haServerAddr {@code host:port} where its slaves connect
 * @param heartbeatTimeoutMillis silence after which the broker counts as dead; null for the
 *     NameServer's own limit
 * @param enableActingMaster whether a slave of the group may stand in for a missing master; null
 *     from brokers before 5.0, which don't say
 * @param zoneName the broker's zone
 * @param process differs from one process of this broker to the next; sent by our own brokers only
 * @param bodyCrc32 the body's checksum, 0 when it isn't to be checked
 */
public record RegisterBroker(
        BrokerIdentity broker,
        String haServerAddr,
        @Nullable Long heartbeatTimeoutMillis,
        @Nullable Boolean enableActingMaster,
        @Nullable String zoneName,
        @Nullable String process,
        int bodyCrc32) {
    private static final String ACTING_MASTER = "enableActingMaster";
    private static final String HEARTBEAT_TIMEOUT = "heartbeatTimeoutMillis";
    private static final String ZONE = "__ZONE_NAME";
    private static final String PROCESS = "apogeeProcess";

    /** Reads the header. */
    public static RegisterBroker read(Fields fields) {
        return new RegisterBroker(
                BrokerIdentity.read(fields),
                fields.requireText("haServerAddr"),
                fields.text(HEARTBEAT_TIMEOUT) == null
                        ? null
                        : fields.requireLong(HEARTBEAT_TIMEOUT),
                fields.text(ACTING_MASTER) == null ? null : fields.booleanOr(ACTING_MASTER, false),
                fields.text(ZONE),
                fields.text(PROCESS),
                fields.intOr("bodyCrc32", 0));
    }

    /** The whole request. The checksum is made here; the component of that name isn't looked at. */
    public Request toRequest(BrokerRegistration registration) {
        byte[] body = registration.encode();
        Request request =
                broker.toRequest(RequestCode.REGISTER_BROKER)
                        .field("bodyCrc32", crc32(body))
                        .field("compressed", false)
                        .field("haServerAddr", haServerAddr)
                        .field(ZONE, zoneName)
                        .field(PROCESS, process);
        if (heartbeatTimeoutMillis != null) {
            request.field(HEARTBEAT_TIMEOUT, heartbeatTimeoutMillis);
        }
        if (enableActingMaster != null) {
            request.field(ACTING_MASTER, enableActingMaster.booleanValue());
        }
        return request.body(body);
    }

    /** Says whether the body is the one that the checksum was made of. */
    public boolean isBodyWhole(byte[] body) {
        return bodyCrc32 == 0 || bodyCrc32 == crc32(body);
    }

    /** The checksum of the protocol: CRC-32 without its highest bit. */
    public static int crc32(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) (crc.getValue() & Integer.MAX_VALUE);
    }

    /**
     * What a NameServer answers to a registration.
     *
     * @param haServerAddr where the live master's slaves connect; for slaves only
     * @param masterAddr the live master; for slaves only
     * @param orderTopics topic to {@code broker:count;…} for all order topics; null when the
     *     NameServer doesn't say
     */
    public record Registered(
            @Nullable String haServerAddr,
            @Nullable String masterAddr,
            @Nullable Map<String, String> orderTopics) {

        /** Reads a successful answer. */
        public static Registered read(Response response) {
            Map<String, String> fields = response.fields();
            return new Registered(
                    fields.get("haServerAddr"),
                    fields.get("masterAddr"),
                    response.body().length == 0
                            ? null
                            : KeyValueTable.read(JsonReader.parseObject(response.body())).table());
        }

        /** The answer. */
        public Answer toAnswer() {
            Answer answer =
                    Answer.of(ResponseCode.SUCCESS)
                            .withFields()
                            .field("haServerAddr", haServerAddr)
                            .field("masterAddr", masterAddr);
            return orderTopics == null
                    ? answer
                    : answer.body(new KeyValueTable(orderTopics).toJson());
        }
    }
}
