package io.apogeemq.broker.registration;

import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.namesrv.BrokerIdentity;
import io.apogeemq.common.protocol.namesrv.RegisterBroker;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.ConnectionListener;
import io.apogeemq.common.remoting.Door;
import io.apogeemq.common.remoting.EventLoops;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.RemotingServer;
import io.apogeemq.common.remoting.ServerOptions;
import io.apogeemq.common.route.BrokerEntry;
import io.apogeemq.common.route.BrokerRegistration;
import io.apogeemq.common.route.ClusterInfo;
import io.apogeemq.common.route.TopicConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that keeps what brokers tell it. */
final class RecordingNamesrv implements AutoCloseable {

    /** One registration, and the connection that it came over. */
    record Told(RegisterBroker header, BrokerRegistration body, long connection) {
        Set<String> topics() {
            return body.topics().keySet();
        }

        TopicConfig require(String topic) {
            return Objects.requireNonNull(body.topics().get(topic), topic);
        }
    }

    final List<Told> told = new CopyOnWriteArrayList<>();
    final List<BrokerIdentity> farewells = new CopyOnWriteArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final RemotingServer server;
    private volatile SortedMap<String, BrokerEntry> brokers = new TreeMap<>();

    RecordingNamesrv(EventLoops loops) {
        this(loops, "127.0.0.1", 0);
    }

    RecordingNamesrv(EventLoops loops, String bindAddress, int port) {
        HandlerTable.Builder handlers =
                HandlerTable.builder()
                        .on(
                                RequestCode.REGISTER_BROKER,
                                (connection, request, reply) -> {
                                    RegisterBroker header = RegisterBroker.read(request.fields());
                                    byte[] body = request.copyBody();
                                    if (!header.isBodyWhole(body)) {
                                        reply.fail(ResponseCode.SYSTEM_ERROR, "crc32 not match");
                                        return;
                                    }
                                    told.add(
                                            new Told(
                                                    header,
                                                    BrokerRegistration.decode(
                                                            body, request.version()),
                                                    connection.id()));
                                    reply.send(
                                            new RegisterBroker.Registered(null, null, null)
                                                    .toAnswer());
                                })
                        .on(
                                RequestCode.UNREGISTER_BROKER,
                                (connection, request, reply) -> {
                                    farewells.add(BrokerIdentity.read(request.fields()));
                                    reply.send(Answer.of(ResponseCode.SUCCESS));
                                })
                        .on(
                                RequestCode.GET_BROKER_CLUSTER_INFO,
                                (connection, request, reply) ->
                                        reply.send(
                                                Answer.of(ResponseCode.SUCCESS)
                                                        .body(
                                                                new ClusterInfo(
                                                                                brokers,
                                                                                new TreeMap<>())
                                                                        .toJson(false))))
                        .on(
                                RequestCode.GET_BROKER_RUNTIME_INFO,
                                (connection, request, reply) ->
                                        reply.send(Answer.of(ResponseCode.SUCCESS)));
        server =
                RemotingServer.start(
                        ServerOptions.defaults().withBindAddress(bindAddress),
                        loops,
                        new ConnectionListener() {
                            @Override
                            public void opened(Connection connection) {
                                connections.add(connection);
                            }
                        },
                        List.of(new Door(port, handlers.build())));
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    int port() {
        return server.port();
    }

    /** From now on says that a name's id 0 is held by an address. */
    void says(String brokerName, String address) {
        BrokerEntry group =
                new BrokerEntry(
                        "DefaultCluster",
                        brokerName,
                        new TreeMap<>(Map.of(BrokerEntry.MASTER_ID, address)),
                        false,
                        null);
        brokers = new TreeMap<>(Map.of(brokerName, group));
    }

    /** Cuts every connection, as a disturbed network does. */
    void cut() {
        connections.forEach(connection -> connection.close("cut by the test"));
        connections.clear();
    }

    Told last() {
        return told.getLast();
    }

    @Override
    public void close() {
        server.close();
    }
}
