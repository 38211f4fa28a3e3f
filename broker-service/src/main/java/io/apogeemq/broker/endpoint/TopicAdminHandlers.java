package io.apogeemq.broker.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.apogeemq.broker.admin.ProgressReports;
import io.apogeemq.broker.admin.QueueView;
import io.apogeemq.broker.admin.TopicAdmin;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.protocol.JsonBodies;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.TopicList;
import io.apogeemq.common.protocol.admin.GroupList;
import io.apogeemq.common.protocol.admin.TopicStatsBody;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.route.TopicConfig;
import io.apogeemq.common.route.TopicFilterType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;

/** The door of operators who care for topics: 17, 18, 202, 215, 300, 305, 321, 351 and 5002. */
public final class TopicAdminHandlers {

    private final TopicAdmin topics;
    private final ProgressReports progress;
    private final QueueView queues;
    private final LongBodies bodies;
    private final AdminAnswers answers;

    /**
     * Serves from these.
     *
     * @param bodies reads long lists
     * @param executor carries requests out; may block
     */
    public TopicAdminHandlers(
            TopicAdmin topics,
            ProgressReports progress,
            QueueView queues,
            LongBodies bodies,
            Executor executor) {
        this.bodies = bodies;
        this.topics = topics;
        this.progress = progress;
        this.queues = queues;
        this.answers = new AdminAnswers(executor);
    }

    /** A topic as it was asked for, with the text of its attributes. */
    private record Put(TopicConfig topic, String attributes) {}

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        answers.later(
                table,
                RequestCode.UPDATE_AND_CREATE_TOPIC,
                TopicAdminHandlers::put,
                put -> topics.put(put.topic(), put.attributes()).thenApply(AdminAnswers::done));
        answers.later(
                table,
                RequestCode.UPDATE_AND_CREATE_TOPIC_LIST,
                bodies,
                text ->
                        JsonBodies.read(
                                text,
                                body ->
                                        body.objects("topicConfigList").stream()
                                                .map(TopicConfig::read)
                                                .toList()),
                wanted -> topics.putAll(wanted).thenApply(AdminAnswers::done));
        answers.later(
                table,
                RequestCode.DELETE_TOPIC_IN_BROKER,
                TopicAdminHandlers::topic,
                topic -> topics.delete(topic).thenApply(AdminAnswers::done));
        answers.later(
                table,
                RequestCode.DELETE_TOPIC_IN_BROKER_LIST,
                bodies,
                text -> names(text, "topicList"),
                names -> topics.deleteAll(names).thenApply(AdminAnswers::done));
        answers.now(
                table,
                RequestCode.GET_TOPIC_CONFIG,
                TopicAdminHandlers::topic,
                topic -> AdminAnswers.body(topics.config(topic), TopicAdminHandlers::json));
        answers.now(
                table,
                RequestCode.GET_TOPIC_STATS_INFO,
                TopicAdminHandlers::topic,
                topic -> AdminAnswers.body(topics.stats(topic), TopicStatsBody::encode));
        answers.now(
                table,
                RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_BROKER,
                command -> "",
                nothing -> AdminAnswers.body(TopicList.of(topics.systemTopics()).toJson()));
        answers.now(
                table,
                RequestCode.QUERY_TOPIC_CONSUME_BY_WHO,
                TopicAdminHandlers::topic,
                topic -> AdminAnswers.body(new GroupList(progress.groupsOf(topic)).toJson()));
        answers.now(
                table,
                RequestCode.QUERY_CONSUME_QUEUE,
                TopicAdminHandlers::wanted,
                wanted -> AdminAnswers.answer(queues.entries(wanted), TopicAdminHandlers::found));
    }

    private static QueueView.Wanted wanted(Command command) {
        Fields fields = command.fields();
        String group = fields.text("consumerGroup");
        return new QueueView.Wanted(
                fields.requireText("topic"),
                fields.intOr("queueId", 0),
                fields.longOr("index", 0),
                fields.intOr("count", 0),
                group == null || group.isBlank() ? null : group);
    }

    private static Answer found(QueueView.Found found) {
        return switch (found) {
            case QueueView.Found.Entries entries -> AdminAnswers.body(entries.body().encode());
            case QueueView.Found.NoSuchOffset no ->
                    Answer.of(ResponseCode.SUCCESS).remark(no.sentence());
        };
    }

    private static Put put(Command command) {
        Fields fields = command.fields();
        String attributes = fields.text("attributes");
        TopicConfig topic =
                TopicConfig.of(fields.requireText("topic"), fields.requireInt("readQueueNums"))
                        .withWriteQueueNums(fields.requireInt("writeQueueNums"))
                        .withPerm(fields.requireInt("perm"))
                        .withTopicFilterType(filterType(fields))
                        .withTopicSysFlag(fields.intOr("topicSysFlag", 0))
                        .withOrder(fields.booleanOr("order", false));
        return new Put(topic, attributes == null ? "" : attributes);
    }

    private static TopicFilterType filterType(Fields fields) {
        return TopicFilterType.MULTI_TAG.name().equals(fields.text("topicFilterType"))
                ? TopicFilterType.MULTI_TAG
                : TopicFilterType.SINGLE_TAG;
    }

    private static String topic(Command command) {
        return command.fields().requireText("topic");
    }

    /** The names in a list of the body; none where there is no body. */
    private static List<String> names(ByteBuffer text, String field) {
        return text.remaining() == 0
                ? List.of()
                : JsonBodies.read(text, (JsonObject body) -> body.texts(field));
    }

    private static byte[] json(TopicConfig topic) {
        JsonWriter json = JsonWriter.classic();
        topic.write(json);
        return json.toString().getBytes(UTF_8);
    }
}
