package io.apogeemq.namesrv.endpoint;

import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.TopicList;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.CommandHandler;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;
import io.apogeemq.common.route.QueueEntry;
import io.apogeemq.common.route.TopicRoute;
import io.apogeemq.namesrv.routing.RouteSnapshot;
import io.apogeemq.namesrv.routing.RouteTable;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** What operators ask and tell about topics and about the write permission of brokers. */
final class TopicCommands {
    private final RouteTable table;
    private final Supplier<AnswerOptions> options;
    private final Lane writing;
    private final Lane listing;

    /**
     * @param writing the route table's lane
     * @param listing for lists, which walk through all topics
     */
    TopicCommands(RouteTable table, Supplier<AnswerOptions> options, Lane writing, Lane listing) {
        this.table = table;
        this.options = options;
        this.writing = writing;
        this.listing = listing;
    }

    void addTo(HandlerTable.Builder handlers) {
        handlers.on(
                        RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER,
                        list(AnswerOptions::allTopicList, RouteSnapshot::topics))
                .on(RequestCode.GET_TOPICS_BY_CLUSTER, this::topicsOfCluster)
                .on(RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_NS, this::systemTopics)
                .on(
                        RequestCode.GET_UNIT_TOPIC_LIST,
                        list(AnswerOptions::topicLists, RouteSnapshot::unitTopics))
                .on(
                        RequestCode.GET_HAS_UNIT_SUB_TOPIC_LIST,
                        list(AnswerOptions::topicLists, RouteSnapshot::unitSubscriptionTopics))
                .on(
                        RequestCode.GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST,
                        list(AnswerOptions::topicLists, RouteSnapshot::unitSubscriptionOnlyTopics))
                .on(RequestCode.REGISTER_TOPIC_IN_NAMESRV, this::registerTopic)
                .on(RequestCode.DELETE_TOPIC_IN_NAMESRV, this::deleteTopic)
                .on(
                        RequestCode.WIPE_WRITE_PERM_OF_BROKER,
                        permission("wipeTopicCount", table::wipeWritePermission))
                .on(
                        RequestCode.ADD_WRITE_PERM_OF_BROKER,
                        permission("addTopicCount", table::restoreWritePermission));
    }

    private CommandHandler list(
            Predicate<AnswerOptions> allowed, Function<RouteSnapshot, List<String>> topics) {
        return (connection, request, reply) -> {
            if (allowed.test(options.get())) {
                listing.answer(request, reply, () -> answer(topics.apply(table.snapshot())));
            } else {
                disabled(reply);
            }
        };
    }

    private void topicsOfCluster(Connection connection, Command request, Reply reply) {
        String cluster = request.fields().requireText("cluster");
        if (options.get().topicLists()) {
            listing.answer(request, reply, () -> answer(table.snapshot().topicsOf(cluster)));
        } else {
            disabled(reply);
        }
    }

    private void systemTopics(Connection connection, Command request, Reply reply) {
        RouteSnapshot snapshot = table.snapshot();
        reply.send(
                Answer.of(ResponseCode.SUCCESS)
                        .body(
                                new TopicList(
                                                snapshot.systemTopics(),
                                                snapshot.anyBroker().orElse(null))
                                        .toJson()));
    }

    private void registerTopic(Connection connection, Command request, Reply reply) {
        String topic = request.fields().requireText("topic");
        writing.answerBody(
                request,
                reply,
                body -> {
                    List<QueueEntry> entries =
                            body.length == 0 ? List.of() : TopicRoute.parse(body).queueDatas();
                    return table.addTopic(topic, entries)
                            ? Answer.of(ResponseCode.SUCCESS)
                            : Answer.of(ResponseCode.SYSTEM_ERROR)
                                    .remark("the route table has no room for more topics");
                });
    }

    private void deleteTopic(Connection connection, Command request, Reply reply) {
        String topic = request.fields().requireText("topic");
        String cluster = request.fields().text("clusterName");
        writing.answer(
                request,
                reply,
                () -> {
                    table.deleteTopic(topic, cluster == null || cluster.isBlank() ? null : cluster);
                    return Answer.of(ResponseCode.SUCCESS);
                });
    }

    private CommandHandler permission(String countField, ToIntFunction<String> change) {
        return (connection, request, reply) -> {
            String broker = request.fields().requireText("brokerName");
            writing.answer(
                    request,
                    reply,
                    () ->
                            Answer.of(ResponseCode.SUCCESS)
                                    .field(countField, change.applyAsInt(broker)));
        };
    }

    private static Answer answer(List<String> topics) {
        return Answer.of(ResponseCode.SUCCESS).body(TopicList.of(topics).toJson());
    }

    private static void disabled(Reply reply) {
        reply.fail(ResponseCode.SYSTEM_ERROR, "disable");
    }
}
