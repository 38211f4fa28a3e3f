package io.apogeemq.common.message;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Decodes records as a whole; {@link RecordView} is the way to read them in place. */
public final class MessageDecoder {

    private MessageDecoder() {}

    /**
     * Decodes the record at a position. Ownership: {@code source} is lent until return.
     *
     * @throws IllegalArgumentException when no record starts there
     */
    public static StoredMessage decode(ByteBuffer source, int position) {
        return decode(new RecordView().wrap(source, position));
    }

    /** Decodes the record that a view lies on. */
    public static StoredMessage decode(RecordView record) {
        byte[] body = new byte[record.bodyLength()];
        record.buffer().get(record.bodyPosition(), body);
        return new StoredMessage(
                record.magic(),
                record.bodyCrc(),
                record.queueId(),
                record.flag(),
                record.queueOffset(),
                record.physicalOffset(),
                record.sysFlag(),
                record.bornTimestamp(),
                record.bornHost(),
                record.storeTimestamp(),
                record.storeHost(),
                record.reconsumeTimes(),
                record.preparedTransactionOffset(),
                ByteBuffer.wrap(body).asReadOnlyBuffer(),
                record.topic(),
                record.properties());
    }

    /**
     * Decodes records that follow each other, as in the body of a pull answer, up to the buffer's
     * limit. Ownership: {@code source} is lent until return; its position stays.
     *
     * @throws IllegalArgumentException at the first that is no record
     */
    public static List<StoredMessage> decodeAll(ByteBuffer source) {
        List<StoredMessage> messages = new ArrayList<>();
        RecordView record = new RecordView();
        for (int at = source.position(); at < source.limit(); at += record.totalBytes()) {
            messages.add(decode(record.wrap(source, at)));
        }
        return messages;
    }
}
