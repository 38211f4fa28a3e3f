package io.apogeemq.broker.endpoint;

import io.apogeemq.broker.admin.ProgressAdmin;
import io.apogeemq.broker.admin.ProgressAdmin.Reset;
import io.apogeemq.broker.admin.ProgressReports;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.TopicList;
import io.apogeemq.common.protocol.admin.ConsumeStatsListBody;
import io.apogeemq.common.protocol.admin.OffsetTableBody;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.HandlerTable;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The door of operators who care for progress: 208, 222, 303, 314, 317 and 343. */
public final class ProgressAdminHandlers {

    private final ProgressReports reports;
    private final ProgressAdmin progress;
    private final String brokerAddress;
    private final AdminAnswers answers;

    /**
     * Serves from these.
     *
     * @param brokerAddress {@code host:port} that the broker is known by
     * @param executor carries requests out; may block
     */
    public ProgressAdminHandlers(
            ProgressReports reports,
            ProgressAdmin progress,
            String brokerAddress,
            Executor executor) {
        this.reports = reports;
        this.progress = progress;
        this.brokerAddress = brokerAddress;
        this.answers = new AdminAnswers(executor);
    }

    /** Whose lag is wanted, and where. */
    private record LagOf(String group, List<String> topics, @Nullable String topic) {}

    /** A topic and a group. */
    private record Pair(String topic, String group) {}

    /** From whom to whom. */
    private record Copy(String from, String to, @Nullable String topic) {}

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        answers.now(
                table,
                RequestCode.GET_CONSUME_STATS,
                ProgressAdminHandlers::lagOf,
                wanted ->
                        AdminAnswers.body(
                                reports.lag(wanted.group(), wanted.topics(), wanted.topic())
                                        .encode()));
        answers.now(
                table,
                RequestCode.GET_BROKER_CONSUME_STATS,
                command -> command.fields().booleanOr("isOrder", false),
                orderedOnly ->
                        AdminAnswers.body(
                                new ConsumeStatsListBody(
                                                brokerAddress, reports.lags(orderedOnly).groups())
                                        .encode()));
        answers.now(
                table,
                RequestCode.QUERY_CONSUME_TIME_SPAN,
                command ->
                        new Pair(
                                command.fields().requireText("topic"),
                                command.fields().requireText("group")),
                pair ->
                        AdminAnswers.body(
                                reports.timeSpans(pair.topic(), pair.group()),
                                spans -> spans.encode(ZoneId.systemDefault())));
        answers.now(
                table,
                RequestCode.QUERY_TOPICS_BY_CONSUMER,
                command -> command.fields().requireText("group"),
                group ->
                        AdminAnswers.body(
                                new TopicList(reports.topicsOf(group), brokerAddress).toJson()));
        answers.later(
                table,
                RequestCode.INVOKE_BROKER_TO_RESET_OFFSET,
                ProgressAdminHandlers::reset,
                reset ->
                        progress.reset(reset)
                                .thenApply(
                                        outcome ->
                                                AdminAnswers.body(
                                                        outcome, OffsetTableBody::encode)));
        answers.later(
                table,
                RequestCode.CLONE_GROUP_OFFSET,
                command ->
                        new Copy(
                                command.fields().requireText("srcGroup"),
                                command.fields().requireText("destGroup"),
                                blankAsNull(command.fields().text("topic"))),
                copy ->
                        progress.copy(copy.from(), copy.to(), copy.topic())
                                .thenApply(AdminAnswers::done));
    }

    private static LagOf lagOf(Command command) {
        Fields fields = command.fields();
        String list = fields.text("topicList");
        List<String> topics =
                list == null
                        ? List.of()
                        : Stream.of(list.split(";")).filter(topic -> !topic.isBlank()).toList();
        return new LagOf(
                fields.requireText("consumerGroup"), topics, blankAsNull(fields.text("topic")));
    }

    private static Reset reset(Command command) {
        Fields fields = command.fields();
        return new Reset(
                fields.requireText("group"),
                fields.requireText("topic"),
                fields.requireLong("timestamp"),
                fields.intOr("queueId", ProgressAdmin.NONE),
                fields.longOr("offset", ProgressAdmin.NONE));
    }

    private static @Nullable String blankAsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
