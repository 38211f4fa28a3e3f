package io.apogeemq.namesrv.endpoint;

import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.namesrv.GetRoute;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;
import io.apogeemq.common.route.TopicRoute;
import io.apogeemq.namesrv.kvconfig.KvConfig;
import io.apogeemq.namesrv.routing.RouteTable;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** What clients ask: routes, clusters, members. Answered from the snapshot on the event loop. */
final class RouteCommands {
    private final RouteTable table;
    private final KvConfig kv;
    private final Supplier<AnswerOptions> options;
    private final InstantSource clock;
    private final long startedMillis;

    RouteCommands(
            RouteTable table, KvConfig kv, Supplier<AnswerOptions> options, InstantSource clock) {
        this.table = table;
        this.kv = kv;
        this.options = options;
        this.clock = clock;
        this.startedMillis = clock.millis();
    }

    void addTo(HandlerTable.Builder handlers) {
        handlers.on(RequestCode.GET_ROUTEINFO_BY_TOPIC, this::route)
                .on(RequestCode.GET_BROKER_CLUSTER_INFO, this::clusterInfo)
                .on(RequestCode.GET_BROKER_MEMBER_GROUP, this::memberGroup);
    }

    private void route(Connection connection, Command request, Reply reply) {
        AnswerOptions now = options.get();
        if (now.routesAfterMillis() > 0
                && clock.millis() - startedMillis < now.routesAfterMillis()) {
            reply.fail(ResponseCode.SYSTEM_ERROR, "name server not ready");
            return;
        }
        GetRoute question = GetRoute.read(request);
        String topic = question.topic();
        Optional<TopicRoute> found =
                table.snapshot().route(topic, now.actingMasters(), question.zone());
        if (found.isEmpty()) {
            reply.fail(
                    ResponseCode.TOPIC_NOT_EXIST,
                    "No topic route info in name server for the topic: " + topic);
            return;
        }
        TopicRoute route = found.get();
        if (now.orderTopicsInRoutes()) {
            route = route.withOrderTopicConf(kv.find(KvConfig.ORDER_TOPICS, topic).orElse(null));
        }
        reply.send(Answer.of(ResponseCode.SUCCESS).body(route.toJson(question.strictJson())));
    }

    private void clusterInfo(Connection connection, Command request, Reply reply) {
        reply.send(
                Answer.of(ResponseCode.SUCCESS)
                        .body(
                                table.snapshot()
                                        .clusterInfo()
                                        .toJson(GetRoute.wantsStrictJson(request))));
    }

    private void memberGroup(Connection connection, Command request, Reply reply) {
        Fields fields = request.fields();
        reply.send(
                Answer.of(ResponseCode.SUCCESS)
                        .body(
                                table.snapshot()
                                        .memberGroup(
                                                fields.requireText("clusterName"),
                                                fields.requireText("brokerName"))
                                        .toJson(GetRoute.wantsStrictJson(request))));
    }
}
