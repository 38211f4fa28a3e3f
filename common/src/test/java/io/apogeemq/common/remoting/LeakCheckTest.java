package io.apogeemq.common.remoting;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.LeakPresenceDetector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The check that the other tests rely on does notice. */
@Timeout(10)
class LeakCheckTest {
    @Test
    void anUnreleasedBufferIsNoticed() {
        ByteBuf forgotten = PooledByteBufAllocator.DEFAULT.directBuffer(100);

        assertThatThrownBy(LeakPresenceDetector::check).hasMessageContaining("memory leak");

        forgotten.release();
        // The late release is reported once, as the opposite of a leak; then all is even again.
        assertThatThrownBy(LeakPresenceDetector::check).hasMessageContaining("negative");
        assertThatCode(LeakPresenceDetector::check).doesNotThrowAnyException();
    }
}
