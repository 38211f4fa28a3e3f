package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.MessageLease;
import io.apogeemq.common.message.RecordView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Records that came over the wire and lie in the heap: closing them has nothing to give back. */
final class ReceivedMessages implements MessageLease {

    private final List<ByteBuffer> slices;
    private final int bytes;

    /**
     * @param body records one after the other; taken
     * @throws IllegalArgumentException at the first that is no record
     */
    ReceivedMessages(byte[] body) {
        ByteBuffer source = ByteBuffer.wrap(body).asReadOnlyBuffer();
        RecordView record = new RecordView();
        List<ByteBuffer> found = new ArrayList<>();
        for (int at = 0; at < body.length; at += record.totalBytes()) {
            record.wrap(source, at);
            found.add(source.slice(at, record.totalBytes()));
        }
        slices = List.copyOf(found);
        bytes = body.length;
    }

    @Override
    public List<ByteBuffer> slices() {
        return slices;
    }

    @Override
    public int count() {
        return slices.size();
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public void close() {
        // The garbage collector's.
    }
}
