package io.apogeemq.common.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RecordViewTest {

    private static final InetSocketAddress HOST =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 10911);

    @Test
    void whatIndexesAskForBelongsToTheRecordThatTheViewLiesOn() {
        byte[] first = record("TAGS", "red", "KEYS", "k1 k2", "UNIQ_KEY", "U1");
        byte[] second = record("a", "b", "UNIQ_KEY", "U2");
        RecordView view = new RecordView();

        view.wrap(ByteBuffer.wrap(first), 0);
        assertThat(view.tagsCode()).isEqualTo("red".hashCode());
        assertThat(text(view, view.keys())).isEqualTo("k1 k2");
        assertThat(text(view, view.uniqueKey())).isEqualTo("U1");

        view.wrap(ByteBuffer.wrap(second), 0);
        assertThat(text(view, view.uniqueKey())).isEqualTo("U2");
        assertThat(view.keys()).isEqualTo(PropertyScan.ABSENT);
        assertThat(view.tagsCode()).isEqualTo(TagHash.NONE);
    }

    private static String text(RecordView view, long slice) {
        return UTF_8.decode(
                        view.buffer()
                                .slice(PropertyScan.position(slice), PropertyScan.length(slice)))
                .toString();
    }

    private static byte[] record(String... properties) {
        MessageProperties encoded = new MessageProperties();
        for (int i = 0; i < properties.length; i += 2) {
            encoded.put(properties[i], properties[i + 1]);
        }
        RecordDraft draft =
                new RecordDraft(true)
                        .topic("t".getBytes(UTF_8))
                        .bornHost(HOST)
                        .storeHost(HOST)
                        .body(new byte[] {1})
                        .properties(encoded.encode())
                        .prepare();
        ByteBuffer record = ByteBuffer.allocate(draft.totalBytes());
        draft.writeTo(record, 0, 0, 0, 0);
        return record.array();
    }
}
