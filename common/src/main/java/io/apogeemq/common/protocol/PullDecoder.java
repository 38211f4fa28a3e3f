package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.PullRequest;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.TagExpression;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.FieldCursor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pulls of one connection, {@link RequestCode#PULL_MESSAGE} and {@link
 * RequestCode#LITE_PULL_MESSAGE}, in one pass over the header ({@link PullCommand} has the fields).
 * Strings and the last subscription are kept for the next pull. Owner: the connection's event loop.
 */
public final class PullDecoder {

    private final RepeatedTexts texts = new RepeatedTexts();
    private @Nullable Subscription lastSubscription;

    private int seen;
    private String group = "";
    private String topic = "";
    private int queueId;
    private long queueOffset;
    private int maxMessages;
    private int sysFlag;
    private long commitOffset;
    private long suspendMillis;
    private long subscriptionVersion;
    private String expression = "";
    private String expressionType = "";
    private int maxBytes;

    /**
     * Reads one pull. A subscription in it is not judged: one over tags that names none has no
     * tags, and {@link TagExpression#problem} tells.
     *
     * @throws io.apogeemq.common.remoting.BadFieldException when a field is missing or ill-typed
     */
    public PullRequest decode(Command command) {
        seen = 0;
        expression = "";
        expressionType = "";
        maxBytes = 0;
        FieldCursor cursor = command.fields().cursor();
        while (cursor.next()) {
            take(cursor);
        }
        FieldNumbers.requireSeen(seen, PullCommand.REQUIRED);
        boolean lite =
                command.code() == RequestCode.LITE_PULL_MESSAGE
                        || (sysFlag & PullCommand.LITE) != 0;
        return new PullRequest(
                group,
                topic,
                queueId,
                queueOffset,
                maxMessages,
                maxBytes,
                (sysFlag & PullCommand.COMMIT) != 0 ? commitOffset : -1,
                (sysFlag & PullCommand.SUSPEND) != 0 ? suspendMillis : 0,
                (sysFlag & PullCommand.SUBSCRIPTION) != 0 ? subscription() : null,
                subscriptionVersion,
                lite);
    }

    private void take(FieldCursor cursor) {
        switch (cursor.nameLength()) {
            case 5 -> {
                if (cursor.nameIs("topic")) {
                    topic = texts.of(cursor);
                    seen |= 1 << 1;
                }
            }
            case 7 -> {
                if (cursor.nameIs("queueId")) {
                    queueId = FieldNumbers.intValue(cursor);
                    seen |= 1 << 2;
                } else if (cursor.nameIs("sysFlag")) {
                    sysFlag = FieldNumbers.intValue(cursor);
                    seen |= 1 << 5;
                }
            }
            case 10 -> {
                if (cursor.nameIs("maxMsgNums")) {
                    maxMessages = FieldNumbers.intValue(cursor);
                    seen |= 1 << 4;
                } else if (cursor.nameIs("subVersion")) {
                    subscriptionVersion = cursor.number();
                    seen |= 1 << 8;
                }
            }
            case 11 -> {
                if (cursor.nameIs("queueOffset")) {
                    queueOffset = cursor.number();
                    seen |= 1 << 3;
                } else if (cursor.nameIs("maxMsgBytes")) {
                    maxBytes = FieldNumbers.intValue(cursor);
                }
            }
            case 12 -> {
                if (cursor.nameIs("commitOffset")) {
                    commitOffset = cursor.number();
                    seen |= 1 << 6;
                } else if (cursor.nameIs("subscription")) {
                    expression = texts.of(cursor);
                }
            }
            case 13 -> {
                if (cursor.nameIs("consumerGroup")) {
                    group = texts.of(cursor);
                    seen |= 1;
                }
            }
            case 14 -> {
                if (cursor.nameIs("expressionType")) {
                    expressionType = texts.of(cursor);
                }
            }
            case 20 -> {
                if (cursor.nameIs("suspendTimeoutMillis")) {
                    suspendMillis = cursor.number();
                    seen |= 1 << 7;
                }
            }
            default -> {
                // Fields of later versions are none of ours.
            }
        }
    }

    private Subscription subscription() {
        Subscription last = lastSubscription;
        String type = expressionType.isEmpty() ? Subscription.TAG : expressionType;
        if (last != null
                && last.version() == subscriptionVersion
                && last.topic().equals(topic)
                && last.expression().equals(expression)
                && last.expressionType().equals(type)) {
            return last;
        }
        Set<String> tags =
                type.equals(Subscription.TAG) ? TagExpression.tags(expression) : Set.of();
        last =
                new Subscription(
                        topic,
                        expression,
                        type,
                        tags,
                        TagExpression.hashes(tags),
                        subscriptionVersion);
        lastSubscription = last;
        return last;
    }
}
