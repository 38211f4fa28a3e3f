package io.apogeemq.systemtests.admin;

import static io.apogeemq.systemtests.admin.OfficialClasses.call;

import io.apogeemq.systemtests.admin.OfficialClasses.Generation;
import io.apogeemq.systemtests.wire.RemotingSocket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What a broker of one official generation says to a NameServer, written byte for byte by that
 * generation's own classes, over a connection that stays open as a broker's does. Used by one
 * thread.
 */
final class OfficialBroker implements AutoCloseable {

    private static final int REGISTER = 103;
    private static final int UNREGISTER = 104;
    private static final int QUERY_DATA_VERSION = 322;
    private static final String COMMAND = "org.apache.rocketmq.remoting.protocol.RemotingCommand";

    /** Who speaks. */
    record Self(String cluster, String name, long id, String address) {
        private Map<String, Object> fields() {
            return Map.of(
                    "clusterName",
                    cluster,
                    "brokerName",
                    name,
                    "brokerId",
                    id,
                    "brokerAddr",
                    address);
        }
    }

    /**
     * A topic to register.
     *
     * @param attributes written by the newer generation only
     */
    record Topic(String name, int readQueues, int writeQueues, Map<String, String> attributes) {
        Topic {
            attributes = Map.copyOf(attributes);
        }
    }

    /** How a header is written. */
    enum Header {
        JSON,
        ROCKETMQ
    }

    /** How a registration's body is written. */
    enum Body {
        PLAIN,
        COMPRESSED
    }

    /**
     * An answer.
     *
     * @param code its response code, 0 when all is well
     * @param remark why it is not, if a reason was given
     * @param fields its header fields as text
     */
    record Answer(int code, @Nullable String remark, Map<String, String> fields) {
        Answer {
            fields = Map.copyOf(fields);
        }
    }

    private final OfficialClasses classes;
    private final Self self;
    private final RemotingSocket nameServer;

    /** Version of the topic table: an official object that is sent again and again. */
    private final Object dataVersion;

    OfficialBroker(Generation generation, Self self, int nameServerPort) {
        this.classes = OfficialClasses.of(generation);
        this.self = self;
        this.dataVersion =
                switch (generation) {
                    case V4_9_8 -> classes.make("org.apache.rocketmq.common.DataVersion");
                    case V5_5_0 -> classes.makeOfProtocol("DataVersion");
                };
        this.nameServer = RemotingSocket.connect(nameServerPort);
    }

    Answer register(List<Topic> table, Body form, Header header) {
        boolean compressed = form == Body.COMPRESSED;
        ConcurrentMap<String, Object> topics = new ConcurrentHashMap<>();
        table.forEach(topic -> topics.put(topic.name(), config(topic)));
        Object body = classes.makeOfProtocol("body.RegisterBrokerBody");
        Object wrapper = call(body, "getTopicConfigSerializeWrapper");
        call(wrapper, "setTopicConfigTable", topics);
        call(wrapper, "setDataVersion", dataVersion);
        call(body, "setFilterServerList", List.of());
        byte[] bytes = (byte[]) call(body, "encode", compressed);
        Map<String, Object> fields = new HashMap<>(self.fields());
        fields.put("haServerAddr", self.address() + "1");
        fields.put("compressed", compressed);
        fields.put(
                "bodyCrc32",
                classes.callStatic("org.apache.rocketmq.common.UtilAll", "crc32", bytes));
        return ask(REGISTER, "RegisterBroker", fields, bytes, header);
    }

    Answer unregister() {
        return ask(UNREGISTER, "UnRegisterBroker", self.fields(), new byte[0], Header.JSON);
    }

    /** Asks whether the NameServer has another version of the topic table. */
    Answer queryDataVersion() {
        byte[] version = (byte[]) call(dataVersion, "encode");
        return ask(QUERY_DATA_VERSION, "QueryDataVersion", self.fields(), version, Header.JSON);
    }

    /** Makes the topic table a newer one. */
    void nextDataVersion() {
        call(dataVersion, "nextVersion");
    }

    private Object config(Topic topic) {
        Object config = classes.make("org.apache.rocketmq.common.TopicConfig");
        call(config, "setTopicName", topic.name());
        call(config, "setReadQueueNums", topic.readQueues());
        call(config, "setWriteQueueNums", topic.writeQueues());
        if (classes.generation() == Generation.V5_5_0) {
            call(config, "setAttributes", topic.attributes());
        }
        return config;
    }

    private Answer ask(
            int code, String name, Map<String, Object> fields, byte[] body, Header form) {
        Object header = classes.makeOfProtocol("header.namesrv." + name + "RequestHeader");
        fields.forEach((field, value) -> call(header, setter(field), value));
        Object command = classes.callStatic(COMMAND, "createRequestCommand", code, header);
        // What a broker's start-up class makes the version of all that it writes.
        call(
                command,
                "setVersion",
                classes.constant("org.apache.rocketmq.common.MQVersion", "CURRENT_VERSION"));
        call(
                command,
                "setSerializeTypeCurrentRPC",
                classes.callStatic(
                        "org.apache.rocketmq.remoting.protocol.SerializeType",
                        "valueOf",
                        form.name()));
        if (body.length > 0) {
            call(command, "setBody", body);
        }
        ByteBuffer frame = (ByteBuffer) call(command, "encode");
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        nameServer.write(bytes);
        Object answer =
                classes.callStatic(COMMAND, "decode", ByteBuffer.wrap(nameServer.readBytes()));
        Map<String, String> answered = new LinkedHashMap<>();
        Optional.ofNullable((Map<?, ?>) call(answer, "getExtFields"))
                .ifPresent(
                        all ->
                                all.forEach(
                                        (key, value) ->
                                                answered.put((String) key, (String) value)));
        return new Answer(
                (Integer) call(answer, "getCode"), (String) call(answer, "getRemark"), answered);
    }

    private static String setter(String field) {
        return "set" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
    }

    @Override
    public void close() {
        nameServer.close();
    }
}
