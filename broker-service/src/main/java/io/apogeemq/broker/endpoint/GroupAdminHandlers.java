package io.apogeemq.broker.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.apogeemq.broker.admin.AdminOutcome;
import io.apogeemq.broker.admin.GroupAdmin;
import io.apogeemq.common.protocol.JsonBodies;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.admin.GroupReadableBody;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The door of operators who care for groups: 200, 207, 225, 352, 353 and 5003. */
public final class GroupAdminHandlers {

    private final GroupAdmin groups;
    private final LongBodies bodies;
    private final AdminAnswers answers;

    /**
     * Serves from this.
     *
     * @param bodies reads long lists
     * @param executor carries requests out; may block
     */
    public GroupAdminHandlers(GroupAdmin groups, LongBodies bodies, Executor executor) {
        this.groups = groups;
        this.bodies = bodies;
        this.answers = new AdminAnswers(executor);
    }

    /** Groups to be deleted. */
    private record Deletion(List<String> groups, boolean withProgress) {}

    /** A group's right to a topic. */
    private record Right(String group, String topic, @Nullable Boolean readable) {}

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        answers.later(
                table,
                RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP,
                GroupAdminHandlers::group,
                wanted -> groups.putAll(wanted).thenApply(AdminAnswers::done));
        answers.later(
                table,
                RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST,
                bodies,
                text ->
                        JsonBodies.read(
                                text,
                                body ->
                                        body.objects("groupConfigList").stream()
                                                .map(SubscriptionGroupConfig::read)
                                                .toList()),
                wanted -> groups.putAll(wanted).thenApply(AdminAnswers::done));
        answers.later(
                table,
                RequestCode.DELETE_SUBSCRIPTIONGROUP,
                command ->
                        new Deletion(
                                List.of(command.fields().requireText("groupName")),
                                command.fields().booleanOr("cleanOffset", false)),
                this::delete);
        answers.later(
                table,
                RequestCode.DELETE_SUBSCRIPTION_GROUP_LIST,
                bodies,
                GroupAdminHandlers::deletions,
                this::delete);
        answers.now(
                table,
                RequestCode.GET_SUBSCRIPTIONGROUP_CONFIG,
                command -> command.fields().requireText("group"),
                group ->
                        AdminAnswers.body(
                                groups.config(group), config -> config.toJson().getBytes(UTF_8)));
        answers.later(
                table,
                RequestCode.UPDATE_AND_GET_GROUP_FORBIDDEN,
                GroupAdminHandlers::right,
                right ->
                        groups.readable(right.group(), right.topic(), right.readable())
                                .thenApply(outcome -> readable(right, outcome)));
    }

    /** A body that is missing asks for nothing, which is done. */
    private static List<SubscriptionGroupConfig> group(Command command) {
        return command.bodyLength() == 0
                ? List.of()
                : List.of(JsonBodies.read(command, SubscriptionGroupConfig::read));
    }

    private static Deletion deletions(ByteBuffer text) {
        return text.remaining() == 0
                ? new Deletion(List.of(), false)
                : JsonBodies.read(
                        text,
                        body ->
                                new Deletion(
                                        body.texts("groupNameList"),
                                        body.booleanOr("cleanOffset", false)));
    }

    private CompletionStage<Answer> delete(Deletion deletion) {
        return groups.deleteAll(deletion.groups(), deletion.withProgress())
                .thenApply(AdminAnswers::done);
    }

    private static Right right(Command command) {
        Fields fields = command.fields();
        Boolean readable =
                fields.text("readable") == null ? null : fields.booleanOr("readable", true);
        return new Right(fields.requireText("group"), fields.requireText("topic"), readable);
    }

    private static Answer readable(Right right, AdminOutcome<Boolean> outcome) {
        return AdminAnswers.body(
                outcome,
                readable -> new GroupReadableBody(right.group(), right.topic(), readable).encode());
    }
}
