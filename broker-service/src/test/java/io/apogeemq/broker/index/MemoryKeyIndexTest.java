package io.apogeemq.broker.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.broker.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryKeyIndexTest {

    private final MessageStore store = new MessageStore();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aMessageIsFoundByEachOfItsKeysAndByItsUniqueKey() {
        long at = store.deliver("t", 0, "a", "KEYS", "k1  k2", "UNIQ_KEY", "U").physicalOffset();

        assertThat(find("t", "k1")).containsExactly(at);
        assertThat(find("t", "k2")).containsExactly(at);
        assertThat(find("t", "U")).containsExactly(at);
        assertThat(find("t", "")).isEmpty();
        assertThat(find("t", "k")).isEmpty();
        assertThat(find("t", "k1  k2")).isEmpty();
        assertThat(find("other", "k1")).isEmpty();
    }

    @Test
    void onlyUniqueKeysCountWhereThatIsWanted() {
        long unique = store.deliver("t", 0, "a", "UNIQ_KEY", "X").physicalOffset();
        long business = store.deliver("t", 0, "b", "KEYS", "X", "UNIQ_KEY", "Y").physicalOffset();

        assertThat(find("t", "X", true, 10)).containsExactly(unique);
        assertThat(find("t", "X", false, 10)).containsExactly(business, unique);
    }

    @Test
    void theNewestComeFirstAndNoMoreThanWanted() {
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            offsets.addFirst(store.deliver("t", 0, "m" + i, "KEYS", "k").physicalOffset());
        }

        assertThat(find("t", "k", false, 100)).isEqualTo(offsets);
        assertThat(find("t", "k", false, 3)).isEqualTo(offsets.subList(0, 3));
        assertThat(find("t", "k", false, 0)).isEmpty();
    }

    @Test
    void theTimeRangeIsInclusiveAtBothEnds() {
        long start = store.clock().millis();
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            offsets.add(store.deliver("t", 0, "m" + i, "KEYS", "k").physicalOffset());
            store.advance(Duration.ofMillis(10));
        }

        assertThat(
                        store.keys().find("t", "k", false, start + 10, start + 30, 10).stream()
                                .map(KeyIndex.Entry::physicalOffset))
                .containsExactly(offsets.get(3), offsets.get(2), offsets.get(1));
        assertThat(store.keys().find("t", "k", false, start + 11, start + 19, 10)).isEmpty();
    }

    @Test
    void keysOfEqualHashAreToldApart() {
        long first = store.deliver("t", 0, "a", "KEYS", "Aa").physicalOffset();
        long second = store.deliver("t", 0, "b", "KEYS", "BB").physicalOffset();

        assertThat(find("t", "Aa")).containsExactly(first);
        assertThat(find("t", "BB")).containsExactly(second);
    }

    @Test
    void aMessageThatHasAKeyTwiceIsFoundOnce() {
        long at = store.deliver("t", 0, "a", "KEYS", "k k", "UNIQ_KEY", "k").physicalOffset();

        assertThat(find("t", "k")).containsExactly(at);
    }

    @Test
    void nothingIsFoundBeforeItIsPublished() {
        store.store("t", 0, "a", "KEYS", "k");
        assertThat(find("t", "k")).isEmpty();
        assertThat(store.keys().indexedUntilMillis()).isZero();

        store.dispatch();

        assertThat(find("t", "k")).hasSize(1);
        assertThat(store.keys().indexedUntilMillis()).isEqualTo(store.clock().millis());
    }

    @Test
    void howFarTheIndexHasComeIsTold() {
        store.deliver("t", 0, "a");
        long at = store.deliver("t", 0, "without a key").physicalOffset();

        assertThat(store.keys().indexedUntilOffset()).isEqualTo(at);
    }

    @Test
    void moreKeysThanABlockHoldsAreAllFound() {
        List<Long> offsets = new ArrayList<>();
        for (int message = 0; message < 20; message++) {
            String keys =
                    IntStream.range(message * 4000, (message + 1) * 4000)
                            .mapToObj(i -> "k" + i)
                            .collect(Collectors.joining(" "));
            offsets.add(store.deliver("t", 0, "m" + message, "KEYS", keys).physicalOffset());
        }

        for (int i : new int[] {0, 3999, 4000, 65_535, 65_536, 79_999}) {
            assertThat(find("t", "k" + i)).as("key %d", i).containsExactly(offsets.get(i / 4000));
        }
    }

    @Test
    void aRestartFindsTheSame() {
        Seeds.forEach(
                5,
                random -> {
                    try (MessageStore live = new MessageStore()) {
                        for (int i = 0; i < 300; i++) {
                            live.store("t" + random.nextInt(2), 0, "m" + i, "KEYS", keys(random));
                        }
                        live.dispatch();
                        try (MessageStore reopened = live.afterKill()) {
                            reopened.replay();
                            for (int key = 0; key < 12; key++) {
                                assertThat(reopened.keys().find("t0", "k" + key, false, 0, MAX, 50))
                                        .isEqualTo(
                                                live.keys()
                                                        .find("t0", "k" + key, false, 0, MAX, 50));
                            }
                        }
                    }
                });
    }

    private static final long MAX = Long.MAX_VALUE;

    private static String keys(Random random) {
        return IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(i -> "k" + random.nextInt(12))
                .collect(Collectors.joining(" "));
    }

    private List<Long> find(String topic, String key) {
        return find(topic, key, false, 100);
    }

    private List<Long> find(String topic, String key, boolean unique, int max) {
        return store.keys().find(topic, key, unique, 0, MAX, max).stream()
                .map(KeyIndex.Entry::physicalOffset)
                .toList();
    }
}
