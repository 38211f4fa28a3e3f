package io.apogeemq.namesrv.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.AnswerFields;
import io.apogeemq.common.remoting.MemoryBudget;
import io.apogeemq.common.remoting.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LaneTest {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<Integer> codes = new ArrayList<>();
    private final Lane lane = new Lane(this::execute, new MemoryBudget(100));

    @Test
    void workThatFindsNoRoomInTheQueueIsAnsweredBusy() {
        lane.submit(reply(), 0, () -> LaneTest::success);
        lane.submit(reply(), 0, () -> LaneTest::success);
        lane.submit(reply(), 0, () -> LaneTest::success);
        assertThat(codes).containsExactly(ResponseCode.SYSTEM_BUSY);
        assertThat(lane.tell(() -> {})).isFalse();
        runAll();
        assertThat(codes).containsExactly(ResponseCode.SYSTEM_BUSY, 0, 0);
        assertThat(lane.tell(() -> {})).isTrue();
    }

    @Test
    void workThatHoldsTooManyBytesTogetherIsAnsweredBusyAndNothingIsCopiedForIt() {
        lane.submit(reply(), 60, () -> LaneTest::success);
        lane.submit(
                reply(),
                41,
                () -> {
                    throw new IllegalStateException("copied though there is no room");
                });
        assertThat(codes).containsExactly(ResponseCode.SYSTEM_BUSY);
        lane.submit(reply(), 40, () -> LaneTest::success);
        runAll();
        assertThat(codes).containsExactly(ResponseCode.SYSTEM_BUSY, 0, 0);
    }

    @Test
    void workThatHoldsMoreThanThereEverIsIsRefusedForGood() {
        lane.submit(reply(), 101, () -> LaneTest::success);
        assertThat(codes).containsExactly(ResponseCode.MESSAGE_ILLEGAL);
    }

    @Test
    void workThatFailsIsAnsweredAndFreesItsBytes() {
        for (int i = 0; i < 3; i++) {
            lane.submit(
                    reply(),
                    100,
                    () ->
                            () -> {
                                throw new IllegalStateException("broken on purpose");
                            });
            runAll();
        }
        assertThat(codes)
                .containsExactly(
                        ResponseCode.SYSTEM_ERROR,
                        ResponseCode.SYSTEM_ERROR,
                        ResponseCode.SYSTEM_ERROR);
    }

    private void execute(Runnable work) {
        if (waiting.size() == 2) {
            throw new RejectedExecutionException("full");
        }
        waiting.add(work);
    }

    private void runAll() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private static Answer success() {
        return Answer.of(ResponseCode.SUCCESS);
    }

    private Reply reply() {
        return new Reply() {
            @Override
            public void send(Answer answer) {
                codes.add(answer.code());
            }

            @Override
            public void write(int code, AnswerFields fields) {
                codes.add(code);
            }

            @Override
            public void write(
                    int code,
                    @Nullable String remark,
                    AnswerFields fields,
                    List<ByteBuffer> body,
                    Runnable release) {
                codes.add(code);
            }

            @Override
            public boolean isExpected() {
                return true;
            }
        };
    }
}
