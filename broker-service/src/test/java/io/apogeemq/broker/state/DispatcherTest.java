package io.apogeemq.broker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.common.message.RecordView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DispatcherTest {

    /** Keeps what it is given, and cannot take one of the messages for a while. */
    private static final class KeepingFold implements RecordFold {

        final List<Long> taken = new ArrayList<>();
        int published;
        long cannotTake = -1;
        @Nullable Error error;
        boolean cannotPublish;

        @Override
        public void apply(RecordView message) {
            if (message.queueOffset() == cannotTake) {
                if (error != null) {
                    throw error;
                }
                throw new IllegalStateException("does not fit");
            }
            taken.add(message.queueOffset());
        }

        @Override
        public void publish() {
            if (cannotPublish) {
                throw new IllegalStateException("cannot show it");
            }
            published = taken.size();
        }
    }

    private final KeepingFold first = new KeepingFold();
    private final KeepingFold second = new KeepingFold();

    @Test
    void aStepThatFailedGoesOnAtTheFoldThatDidNotTakeTheRecord() {
        try (MessageStore store = new MessageStore();
                Dispatcher dispatcher = new Dispatcher(store.log(), List.of(first, second))) {
            store.store("T", 3, "a");
            long position = store.store("T", 3, "b").physicalOffset();
            store.store("T", 3, "c");
            second.cannotTake = 1;

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> dispatcher.step(100))
                        .hasMessageContaining("KeepingFold")
                        .hasMessageContaining("offset " + position)
                        .hasMessageContaining("topic T, queue 3")
                        .hasMessageContaining("does not fit");
            }
            assertThat(dispatcher.position()).isEqualTo(position);
            second.cannotTake = -1;
            dispatcher.step(100);

            assertThat(first.taken).containsExactly(0L, 1L, 2L);
            assertThat(second.taken).containsExactly(0L, 1L, 2L);
            assertThat(dispatcher.behindBytes()).isZero();
        }
    }

    @Test
    void whatPrecedesARecordThatNobodyCanTakeIsShown() {
        try (MessageStore store = new MessageStore();
                Dispatcher dispatcher = new Dispatcher(store.log(), List.of(first, second))) {
            store.store("T", 0, "a");
            store.store("T", 0, "b");
            first.cannotTake = 1;
            first.error = new InternalError("a fault in a mapped page");

            assertThatThrownBy(() -> dispatcher.step(100)).isSameAs(first.error);

            assertThat(first.published).isEqualTo(1);
            assertThat(second.published).isEqualTo(1);
        }
    }

    @Test
    void whatCouldNotBeShownIsShownLaterThoughNothingNewHasCome() {
        try (MessageStore store = new MessageStore();
                Dispatcher dispatcher = new Dispatcher(store.log(), List.of(first, second))) {
            store.store("T", 0, "a");
            first.cannotPublish = true;
            assertThatThrownBy(() -> dispatcher.step(100)).hasMessageContaining("cannot show it");

            first.cannotPublish = false;
            dispatcher.step(100);

            assertThat(first.published).isEqualTo(1);
            assertThat(second.published).isEqualTo(1);
        }
    }
}
