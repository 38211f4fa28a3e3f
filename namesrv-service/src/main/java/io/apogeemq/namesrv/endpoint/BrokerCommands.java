package io.apogeemq.namesrv.endpoint;

import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.namesrv.BrokerHeartbeat;
import io.apogeemq.common.protocol.namesrv.BrokerIdentity;
import io.apogeemq.common.protocol.namesrv.QueryDataVersion;
import io.apogeemq.common.protocol.namesrv.RegisterBroker;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.BadFieldException;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.ConnectionListener;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;
import io.apogeemq.common.route.BrokerRegistration;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.namesrv.kvconfig.KvConfig;
import io.apogeemq.namesrv.routing.BrokerKey;
import io.apogeemq.namesrv.routing.BrokerLink;
import io.apogeemq.namesrv.routing.ProcessMark;
import io.apogeemq.namesrv.routing.RegisterOutcome;
import io.apogeemq.namesrv.routing.Registration;
import io.apogeemq.namesrv.routing.RouteTable;
import io.apogeemq.namesrv.routing.VersionOutcome;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What brokers tell: registration, heartbeat, version, farewell, and the close of their connection.
 * All of it runs in the route table's lane, in the order in which it came.
 */
final class BrokerCommands implements ConnectionListener {
    /** What one registration may make of the heap; they are read one at a time. */
    private static final long REGISTRATION_BYTES = Runtime.getRuntime().maxMemory() / 5;

    private static final int MOST_NAME_CHARACTERS = 300;

    private final RouteTable table;
    private final KvConfig kv;
    private final Supplier<AnswerOptions> options;
    private final Lane lane;

    BrokerCommands(RouteTable table, KvConfig kv, Supplier<AnswerOptions> options, Lane lane) {
        this.table = table;
        this.kv = kv;
        this.options = options;
        this.lane = lane;
    }

    void addTo(HandlerTable.Builder handlers) {
        handlers.on(RequestCode.REGISTER_BROKER, HandlerTable.ANY_BODY_BYTES, this::register)
                .on(RequestCode.UNREGISTER_BROKER, this::unregister)
                .on(RequestCode.QUERY_DATA_VERSION, this::queryDataVersion)
                .on(RequestCode.BROKER_HEARTBEAT, this::heartbeat);
    }

    /** A close that finds no room in the lane is found by the next scan for silent brokers. */
    @Override
    public void closed(Connection connection) {
        ConnectionLink link = ConnectionLink.find(connection);
        if (link != null) {
            lane.tell(() -> table.linkClosed(link));
        }
    }

    private void register(Connection connection, Command request, Reply reply) {
        RegisterBroker header = RegisterBroker.read(request.fields());
        requireShortNames(header);
        BrokerLink link = ConnectionLink.of(connection);
        ProcessMark mark = new ProcessMark(header.process(), request.opaque());
        int version = request.version();
        lane.answerBody(
                request,
                reply,
                body -> {
                    if (!header.isBodyWhole(body)) {
                        return Answer.of(ResponseCode.SYSTEM_ERROR).remark("crc32 not match");
                    }
                    Registration registration =
                            new Registration(
                                    key(header.broker()),
                                    header.haServerAddr(),
                                    header.heartbeatTimeoutMillis(),
                                    header.enableActingMaster(),
                                    header.zoneName(),
                                    mark,
                                    BrokerRegistration.decode(body, version, REGISTRATION_BYTES));
                    return answer(table.register(registration, link));
                });
    }

    /** The table keeps these for every broker and counts on it that they are names. */
    private static void requireShortNames(RegisterBroker header) {
        BrokerIdentity broker = header.broker();
        requireShort("clusterName", broker.clusterName());
        requireShort("brokerName", broker.brokerName());
        requireShort("brokerAddr", broker.brokerAddr());
        requireShort("haServerAddr", header.haServerAddr());
        requireShort("__ZONE_NAME", header.zoneName());
        requireShort("apogeeProcess", header.process());
    }

    private static void requireShort(String field, @Nullable String value) {
        if (value != null && value.length() > MOST_NAME_CHARACTERS) {
            throw new BadFieldException(
                    field, value, "at most " + MOST_NAME_CHARACTERS + " characters");
        }
    }

    private Answer answer(RegisterOutcome outcome) {
        return switch (outcome) {
            case RegisterOutcome.Accepted accepted ->
                    new RegisterBroker.Registered(
                                    accepted.masterHaAddress(),
                                    accepted.masterAddress(),
                                    orderTopics())
                            .toAnswer();
            case RegisterOutcome.Full(long heapBytes) ->
                    Answer.of(ResponseCode.SYSTEM_ERROR)
                            .remark(
                                    "register broker failed: the route table has no room for these topics within its %d bytes; give the NameServer a larger heap (-Xmx in JAVA_OPT_EXT)"
                                            .formatted(heapBytes));
            case RegisterOutcome.TooEarly() ->
                    Answer.of(ResponseCode.SYSTEM_ERROR)
                            .remark(
                                    "register broker failed: a broker's first registration has to hold all of its topics");
        };
    }

    private @Nullable Map<String, String> orderTopics() {
        Map<String, String> topics = kv.keys(KvConfig.ORDER_TOPICS);
        return options.get().orderTopicsToBrokers() && !topics.isEmpty() ? topics : null;
    }

    private void unregister(Connection connection, Command request, Reply reply) {
        BrokerKey key = key(BrokerIdentity.read(request.fields()));
        lane.answer(
                request,
                reply,
                () -> {
                    table.unregister(key);
                    return Answer.of(ResponseCode.SUCCESS);
                });
    }

    private void queryDataVersion(Connection connection, Command request, Reply reply) {
        BrokerKey key = key(BrokerIdentity.read(request.fields()));
        DataVersion version =
                request.bodyLength() == 0
                        ? DataVersion.NONE
                        : DataVersion.read(JsonReader.parseObject(request.body()));
        lane.answer(
                request,
                reply,
                () -> {
                    VersionOutcome outcome = table.compareVersion(key, version);
                    return new QueryDataVersion(outcome.changed(), outcome.stored()).toAnswer();
                });
    }

    private void heartbeat(Connection connection, Command request, Reply reply) {
        BrokerHeartbeat heartbeat = BrokerHeartbeat.read(request.fields());
        lane.answer(
                request,
                reply,
                () -> {
                    table.heartbeat(heartbeat.clusterName(), heartbeat.brokerAddr());
                    return Answer.of(ResponseCode.SUCCESS);
                });
    }

    private static BrokerKey key(BrokerIdentity broker) {
        return new BrokerKey(
                broker.clusterName(), broker.brokerName(), broker.brokerAddr(), broker.brokerId());
    }
}
