package io.apogeemq.broker.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.broker.log.CorruptLogException;
import io.apogeemq.broker.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QueueEntriesTest {

    /** Entry i lies at i * 100. */
    private static QueueEntries filled(long firstOffset, int count) {
        QueueEntries queue = new QueueEntries("t", 3, firstOffset);
        for (int i = 0; i < count; i++) {
            queue.add(firstOffset + i, i * 100L, 10 + i, -i);
        }
        queue.publish();
        return queue;
    }

    private static List<String> read(QueueEntries queue, long from, int most) {
        List<String> seen = new ArrayList<>();
        queue.read(
                from,
                most,
                (queueOffset, physicalOffset, sizeBytes, tagsCode) ->
                        seen.add(
                                "%d:%d:%d:%d"
                                        .formatted(
                                                queueOffset, physicalOffset, sizeBytes, tagsCode)));
        return seen;
    }

    @Test
    void entriesAreShownInOrderFromTheOffsetOn() {
        QueueEntries queue = filled(7, 4);

        assertThat(read(queue, 9, 10)).containsExactly("9:200:12:-2", "10:300:13:-3");
        assertThat(read(queue, 0, 2)).as("from the first").hasSize(2).first().isEqualTo("7:0:10:0");
        assertThat(read(queue, 11, 10)).isEmpty();
        assertThat(read(queue, 99, 10)).isEmpty();
        assertThat(queue.minOffset()).isEqualTo(7);
        assertThat(queue.maxOffset()).isEqualTo(11);
    }

    @Test
    void readingTellsWhereItStopped() {
        QueueEntries queue = filled(7, 4);

        assertThat(queue.read(8, 2, (offset, at, size, tag) -> true)).isEqualTo(10);
        assertThat(queue.read(8, 9, (offset, at, size, tag) -> offset < 9)).isEqualTo(10);
        assertThat(queue.read(8, 9, (offset, at, size, tag) -> true)).isEqualTo(11);
    }

    @Test
    void whatIsNotPublishedIsNotSeen() {
        QueueEntries queue = filled(0, 2);

        assertThat(queue.add(2, 500, 1, 0)).as("first since the publication").isTrue();
        assertThat(queue.add(3, 600, 1, 0)).isFalse();

        assertThat(queue.maxOffset()).isEqualTo(2);
        assertThat(queue.physicalOffset(2)).isEqualTo(-1);
        queue.publish();
        assertThat(queue.maxOffset()).isEqualTo(4);
        assertThat(queue.physicalOffset(2)).isEqualTo(500);
        assertThat(queue.add(4, 700, 1, 0)).isTrue();
    }

    @Test
    void anOffsetOutOfOrderIsCorruption() {
        QueueEntries queue = filled(5, 2);

        assertThatThrownBy(() -> queue.add(8, 900, 1, 0))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("topic t, queue 3")
                .hasMessageContaining("offset 8")
                .hasMessageContaining("expected: 7");
    }

    @Test
    void blocksGrowWithoutMovingWhatReadersSee() {
        QueueEntries queue = filled(0, 10_000);

        assertThat(read(queue, 0, Integer.MAX_VALUE)).hasSize(10_000);
        for (int i = 0; i < 10_000; i++) {
            assertThat(queue.physicalOffset(i)).isEqualTo(i * 100L);
        }
        assertThat(read(queue, 4095, 2))
                .containsExactly("4095:409500:4105:-4095", "4096:409600:4106:-4096");
    }

    @Test
    void whatLiesBeforeADeletionIsHiddenAndTheOffsetsGoOn() {
        QueueEntries queue = filled(5, 10);

        queue.hideBefore(350);

        assertThat(queue.minOffset()).isEqualTo(9);
        assertThat(queue.maxOffset()).isEqualTo(15);
        assertThat(read(queue, 0, 1)).containsExactly("9:400:14:-4");
        assertThat(queue.physicalOffset(8)).isEqualTo(-1);
        assertThat(queue.physicalOffset(9)).isEqualTo(400);
        queue.hideBefore(100);
        assertThat(queue.minOffset()).as("what is hidden stays hidden").isEqualTo(9);
        queue.hideBefore(Long.MAX_VALUE);
        assertThat(queue.minOffset()).isEqualTo(15);
        assertThat(read(queue, 0, 100)).isEmpty();
    }

    @Test
    void randomAppendsHidesAndReadsAgreeWithAList() {
        Seeds.forEach(
                30,
                random -> {
                    long first = random.nextInt(5);
                    QueueEntries queue = new QueueEntries("t", 0, first);
                    List<Long> model = new ArrayList<>();
                    int published = 0;
                    int hidden = 0;
                    long at = 0;
                    for (int round = 0; round < 400; round++) {
                        switch (random.nextInt(5)) {
                            case 0 -> {
                                queue.publish();
                                published = model.size();
                            }
                            case 1 -> {
                                long before = (long) (random.nextDouble() * at * 1.2);
                                if (random.nextInt(10) == 0) {
                                    queue.hideBefore(before);
                                    while (hidden < published && model.get(hidden) < before) {
                                        hidden++;
                                    }
                                }
                            }
                            default -> {
                                for (int i = random.nextInt(60); i > 0; i--) {
                                    at += 1 + random.nextInt(100);
                                    queue.add(first + model.size(), at, 1, 0);
                                    model.add(at);
                                }
                            }
                        }
                        assertThat(queue.minOffset()).isEqualTo(first + hidden);
                        assertThat(queue.maxOffset()).isEqualTo(first + published);
                        int from = random.nextInt(model.size() + 2);
                        int most = 1 + random.nextInt(50);
                        List<Long> seen = new ArrayList<>();
                        queue.read(
                                first + from,
                                most,
                                (offset, physicalOffset, size, tag) -> seen.add(physicalOffset));
                        int begin = Math.min(Math.max(from, hidden), published);
                        assertThat(seen)
                                .isEqualTo(model.subList(begin, Math.min(begin + most, published)));
                    }
                });
    }
}
