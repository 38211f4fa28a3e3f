package io.apogeemq.systemtests.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;

/** Well-formed requests, to be sent as they are or with one thing changed. */
final class Requests {

    static final int SEND_MESSAGE_V2 = 310;
    static final int PULL_MESSAGE = 11;
    static final int UPDATE_TOPIC = 17;
    static final int ROUTE_OF_TOPIC = 105;

    private static final int SUBSCRIPTION_IN_HEADER = 4;

    private Requests() {}

    /** A send of "hello" to queue 0, without properties. */
    static Frame send(String topic) {
        return Frame.request(
                        SEND_MESSAGE_V2,
                        Map.ofEntries(
                                Map.entry("a", "wire-producer"),
                                Map.entry("b", topic),
                                Map.entry("c", "TBW102"),
                                Map.entry("d", "4"),
                                Map.entry("e", "0"),
                                Map.entry("f", "0"),
                                Map.entry("g", Long.toString(System.currentTimeMillis())),
                                Map.entry("h", "0"),
                                Map.entry("j", "0"),
                                Map.entry("k", "false"),
                                Map.entry("m", "false")))
                .withBody("hello".getBytes(UTF_8));
    }

    /** A pull of everything from offset 0 of queue 0, answered at once. */
    static Frame pull(String topic) {
        return Frame.request(
                PULL_MESSAGE,
                Map.ofEntries(
                        Map.entry("consumerGroup", "wire-consumer"),
                        Map.entry("topic", topic),
                        Map.entry("queueId", "0"),
                        Map.entry("queueOffset", "0"),
                        Map.entry("maxMsgNums", "32"),
                        Map.entry("sysFlag", Integer.toString(SUBSCRIPTION_IN_HEADER)),
                        Map.entry("commitOffset", "0"),
                        Map.entry("suspendTimeoutMillis", "0"),
                        Map.entry("subscription", "*"),
                        Map.entry("subVersion", "0"),
                        Map.entry("expressionType", "TAG")));
    }

    static Frame createTopic(String topic) {
        return Frame.request(
                UPDATE_TOPIC,
                Map.of(
                        "topic", topic,
                        "defaultTopic", "TBW102",
                        "readQueueNums", "1",
                        "writeQueueNums", "1",
                        "perm", "6",
                        "topicFilterType", "SINGLE_TAG",
                        "topicSysFlag", "0",
                        "order", "false"));
    }

    static Frame route(String topic) {
        return Frame.request(ROUTE_OF_TOPIC, Map.of("topic", topic));
    }

    /** The same request with one header field changed. */
    static Frame with(Frame request, String field, String value) {
        Map<String, String> fields = new HashMap<>(request.fields());
        fields.put(field, value);
        return Frame.request(request.code(), fields).withBody(request.body());
    }

    /** The same request with one header field left out. */
    static Frame without(Frame request, String field) {
        Map<String, String> fields = new HashMap<>(request.fields());
        fields.remove(field);
        return Frame.request(request.code(), fields).withBody(request.body());
    }
}
