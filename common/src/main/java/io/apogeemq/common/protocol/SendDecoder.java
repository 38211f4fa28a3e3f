package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.SendRequest;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.FieldCursor;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Reads the sends of one connection: {@link RequestCode#SEND_MESSAGE} with long field names, {@link
 * RequestCode#SEND_MESSAGE_V2} and {@link RequestCode#SEND_BATCH_MESSAGE} with short ones ({@link
 * SendCommand} has the table).
 *
 * <p>One pass over the header, without a map. Per message it allocates the request record and
 * nothing else once the connection has shown its topics and groups: those strings are kept, and the
 * properties are copied into one buffer that is used again. Owner: the connection's event loop.
 */
public final class SendDecoder {

    /** Properties up to this size are read into the buffer that stays. */
    private static final int KEPT_BUFFER_BYTES = 1 << 15;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final InetSocketAddress bornHost;
    private final RepeatedTexts texts = new RepeatedTexts();
    private ByteBuffer buffer = ByteBuffer.allocate(512);

    private int seen;
    private String producerGroup = "";
    private String topic = "";
    private String defaultTopic = "";
    private int defaultTopicQueueNums;
    private int queueId;
    private int sysFlag;
    private long bornTimestamp;
    private int flag;
    private ByteBuffer properties = NOTHING;
    private int reconsumeTimes;
    private boolean unitMode;
    private boolean batch;
    private int maxReconsumeTimes;

    /**
     * @param bornHost the connection's other end, stored with each message
     */
    public SendDecoder(InetSocketAddress bornHost) {
        this.bornHost = bornHost;
    }

    /**
     * Reads one send.
     *
     * <p>Ownership: the request's body is the command's and its properties are this decoder's; both
     * are lent until the command's handler returns.
     *
     * @throws io.apogeemq.common.remoting.BadFieldException when a field is missing or ill-typed
     */
    public SendRequest decode(Command command) {
        begin(command.code() == RequestCode.SEND_BATCH_MESSAGE);
        FieldCursor cursor = command.fields().cursor();
        if (command.code() == RequestCode.SEND_MESSAGE) {
            while (cursor.next()) {
                takeLong(cursor);
            }
            FieldNumbers.requireSeen(seen, SendCommand.REQUIRED_LONG);
        } else {
            while (cursor.next()) {
                if (cursor.nameLength() == 1) {
                    takeShort(cursor);
                }
            }
            FieldNumbers.requireSeen(seen, SendCommand.REQUIRED_SHORT);
        }
        return new SendRequest(
                producerGroup,
                topic,
                defaultTopic,
                defaultTopicQueueNums,
                queueId,
                sysFlag,
                bornTimestamp,
                flag,
                properties,
                reconsumeTimes,
                unitMode,
                batch,
                maxReconsumeTimes,
                command.body(),
                bornHost,
                command.version());
    }

    private void begin(boolean batchCode) {
        seen = 0;
        properties = NOTHING;
        reconsumeTimes = 0;
        unitMode = false;
        batch = batchCode;
        maxReconsumeTimes = -1;
    }

    private void takeShort(FieldCursor cursor) {
        switch (cursor.nameByte(0)) {
            case 'a' -> takeProducerGroup(cursor);
            case 'b' -> takeTopic(cursor);
            case 'c' -> takeDefaultTopic(cursor);
            case 'd' -> takeDefaultTopicQueueNums(cursor);
            case 'e' -> takeQueueId(cursor);
            case 'f' -> takeSysFlag(cursor);
            case 'g' -> takeBornTimestamp(cursor);
            case 'h' -> takeFlag(cursor);
            case 'i' -> takeProperties(cursor);
            case 'j' -> reconsumeTimes = FieldNumbers.intValue(cursor);
            case 'k' -> unitMode = cursor.bool();
            case 'l' -> maxReconsumeTimes = FieldNumbers.intValue(cursor);
            case 'm' -> batch |= cursor.bool();
            default -> {
                // Fields of later versions are none of ours.
            }
        }
    }

    private void takeLong(FieldCursor cursor) {
        // The length tells most names apart before any byte is compared.
        switch (cursor.nameLength()) {
            case 4 -> {
                if (cursor.nameIs("flag")) {
                    takeFlag(cursor);
                }
            }
            case 5 -> {
                if (cursor.nameIs("topic")) {
                    takeTopic(cursor);
                } else if (cursor.nameIs("batch")) {
                    batch |= cursor.bool();
                }
            }
            case 7 -> {
                if (cursor.nameIs("queueId")) {
                    takeQueueId(cursor);
                } else if (cursor.nameIs("sysFlag")) {
                    takeSysFlag(cursor);
                }
            }
            case 8 -> {
                if (cursor.nameIs("unitMode")) {
                    unitMode = cursor.bool();
                }
            }
            case 10 -> {
                if (cursor.nameIs("properties")) {
                    takeProperties(cursor);
                }
            }
            case 12 -> {
                if (cursor.nameIs("defaultTopic")) {
                    takeDefaultTopic(cursor);
                }
            }
            case 13 -> {
                if (cursor.nameIs("producerGroup")) {
                    takeProducerGroup(cursor);
                } else if (cursor.nameIs("bornTimestamp")) {
                    takeBornTimestamp(cursor);
                }
            }
            case 14 -> {
                if (cursor.nameIs("reconsumeTimes")) {
                    reconsumeTimes = FieldNumbers.intValue(cursor);
                }
            }
            case 17 -> {
                if (cursor.nameIs("maxReconsumeTimes")) {
                    maxReconsumeTimes = FieldNumbers.intValue(cursor);
                }
            }
            case 21 -> {
                if (cursor.nameIs("defaultTopicQueueNums")) {
                    takeDefaultTopicQueueNums(cursor);
                }
            }
            default -> {
                // Fields of later versions are none of ours.
            }
        }
    }

    private void takeProducerGroup(FieldCursor cursor) {
        producerGroup = texts.of(cursor);
        seen |= 1;
    }

    private void takeTopic(FieldCursor cursor) {
        topic = texts.of(cursor);
        seen |= 1 << 1;
    }

    private void takeDefaultTopic(FieldCursor cursor) {
        defaultTopic = texts.of(cursor);
        seen |= 1 << 2;
    }

    private void takeDefaultTopicQueueNums(FieldCursor cursor) {
        defaultTopicQueueNums = FieldNumbers.intValue(cursor);
        seen |= 1 << 3;
    }

    private void takeQueueId(FieldCursor cursor) {
        queueId = FieldNumbers.intValue(cursor);
        seen |= 1 << 4;
    }

    private void takeSysFlag(FieldCursor cursor) {
        sysFlag = FieldNumbers.intValue(cursor);
        seen |= 1 << 5;
    }

    private void takeBornTimestamp(FieldCursor cursor) {
        bornTimestamp = cursor.number();
        seen |= 1 << 6;
    }

    private void takeFlag(FieldCursor cursor) {
        flag = FieldNumbers.intValue(cursor);
        seen |= 1 << 7;
    }

    private void takeProperties(FieldCursor cursor) {
        int length = cursor.valueLength();
        ByteBuffer target = buffer;
        if (length > target.capacity()) {
            // As long as the header that was already received; what no record can hold is not kept.
            target = ByteBuffer.allocate(Math.max(length, 2 * target.capacity()));
            if (target.capacity() <= KEPT_BUFFER_BYTES) {
                buffer = target;
            }
        }
        target.clear();
        cursor.copyTo(target);
        properties = target.flip();
    }
}
