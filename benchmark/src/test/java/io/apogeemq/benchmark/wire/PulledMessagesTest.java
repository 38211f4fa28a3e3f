package io.apogeemq.benchmark.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PulledMessagesTest {

    @Test
    void messagesAreCountedToTheEndOfTheBody() {
        ByteBuffer body = records(40, 3, 1024);

        assertThat(PulledMessages.count(body, 0, body.limit(), 40, 1024)).isEqualTo(3);
    }

    @Test
    void aGapInTheQueueIsFound() {
        ByteBuffer body = records(40, 3, 1024);

        assertThatThrownBy(() -> PulledMessages.count(body, 0, body.limit(), 39, 1024))
                .isInstanceOf(MalformedReplyException.class)
                .hasMessageContaining("queue offset 40")
                .hasMessageContaining("expected: 39");
    }

    @Test
    void aBodyOfAnotherSizeIsFound() {
        ByteBuffer body = records(0, 1, 1000);

        assertThatThrownBy(() -> PulledMessages.count(body, 0, body.limit(), 0, 1024))
                .isInstanceOf(MalformedReplyException.class)
                .hasMessageContaining("1000 bytes");
    }

    @Test
    void aRecordThatIsCutOffIsFound() {
        ByteBuffer body = records(0, 2, 1024);

        assertThatThrownBy(() -> PulledMessages.count(body, 0, body.limit() - 1, 0, 1024))
                .isInstanceOf(MalformedReplyException.class)
                .hasMessageContaining("message 1");
    }

    private static ByteBuffer records(long firstOffset, int count, int bodyBytes) {
        int size = 91 + bodyBytes + 10;
        ByteBuffer body = ByteBuffer.allocate(count * size);
        for (int i = 0; i < count; i++) {
            int at = i * size;
            body.putInt(at, size).putInt(at + 4, 0xDAA320A7);
            body.putLong(at + 20, firstOffset + i).putInt(at + 84, bodyBytes);
        }
        return body;
    }
}
