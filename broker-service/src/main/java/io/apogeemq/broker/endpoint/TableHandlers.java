package io.apogeemq.broker.endpoint;

import io.apogeemq.broker.admin.GroupAdmin;
import io.apogeemq.broker.admin.MetadataPage;
import io.apogeemq.broker.admin.ProgressReports;
import io.apogeemq.broker.admin.TopicAdmin;
import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.admin.MetadataTables;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.BadFieldException;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import io.apogeemq.common.route.TopicConfig;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The door of slaves and tools that read whole tables: 21, 43, 45 and 201. */
public final class TableHandlers {

    private final TopicAdmin topics;
    private final GroupAdmin groups;
    private final ProgressReports progress;
    private final Supplier<Map<Integer, Long>> delayOffsets;
    private final AdminAnswers answers;

    /**
     * Serves from these.
     *
     * @param delayOffsets the next offset to deliver by delay level
     * @param executor carries requests out; may block
     */
    public TableHandlers(
            TopicAdmin topics,
            GroupAdmin groups,
            ProgressReports progress,
            Supplier<Map<Integer, Long>> delayOffsets,
            Executor executor) {
        this.topics = topics;
        this.groups = groups;
        this.progress = progress;
        this.delayOffsets = delayOffsets;
        this.answers = new AdminAnswers(executor);
    }

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        answers.now(
                table,
                RequestCode.GET_ALL_TOPIC_CONFIG,
                command -> wish(command, "topicSeq", "maxTopicNum"),
                wish -> topics(wish.orElse(null)));
        answers.now(
                table,
                RequestCode.GET_ALL_SUBSCRIPTIONGROUP_CONFIG,
                command -> wish(command, "groupSeq", "maxGroupNum"),
                wish -> groups(wish.orElse(null)));
        answers.now(
                table, RequestCode.GET_ALL_CONSUMER_OFFSET, command -> "", nothing -> offsets());
        answers.now(
                table,
                RequestCode.GET_ALL_DELAY_OFFSET,
                command -> "",
                nothing ->
                        AdminAnswers.body(
                                MetadataTables.delayOffsets(
                                        new TreeMap<>(delayOffsets.get()), progress.version())));
    }

    /** Nothing where no field is there: an old peer wants the whole table. */
    private static Optional<MetadataPage.Wish> wish(Command command, String seq, String max) {
        Fields fields = command.fields();
        String version = fields.text("dataVersion");
        if (fields.text(seq) == null && fields.text(max) == null && version == null) {
            return Optional.empty();
        }
        return Optional.of(
                new MetadataPage.Wish(
                        fields.intOr(seq, 0),
                        fields.intOr(max, Integer.MAX_VALUE),
                        version == null || version.isBlank() ? null : version(version)));
    }

    private static DataVersion version(String json) {
        try {
            return DataVersion.parse(json);
        } catch (JsonException e) {
            throw new BadFieldException("dataVersion", json, "JSON; " + e.getMessage());
        }
    }

    private Answer topics(MetadataPage.@Nullable Wish wish) {
        MetadataPage<TopicConfig> page = topics.all(wish);
        return AdminAnswers.body(MetadataTables.topics(page.entries(), page.version()))
                .field("totalTopicNum", page.total());
    }

    private Answer groups(MetadataPage.@Nullable Wish wish) {
        MetadataPage<SubscriptionGroupConfig> page = groups.all(wish);
        return AdminAnswers.body(
                        MetadataTables.groups(page.entries(), groups.forbidden(), page.version()))
                .field("totalGroupNum", page.total());
    }

    private Answer offsets() {
        ProgressReports.AllOffsets all = progress.all();
        SortedMap<String, SortedMap<Integer, Long>> byName = new TreeMap<>();
        all.offsets()
                .forEach(each -> byName.put(each.topic() + "@" + each.group(), each.offsets()));
        return AdminAnswers.body(MetadataTables.offsets(byName, all.version()));
    }
}
