package io.apogeemq.broker.pull;

import io.apogeemq.common.broker.PullOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A pull that waits: what its caller was given as the outcome. Whoever takes it out of {@link
 * HeldPulls}, and it can be taken out once, resumes or ends it. A caller that no longer wants the
 * outcome cancels it.
 */
final class HeldPull extends CompletableFuture<PullOutcome> {

    /** What it waits for. */
    sealed interface Key {}

    /** New messages in a queue. */
    record QueueKey(String topic, int queueId) implements Key {}

    /** The registration of a group. */
    record GroupKey(String group) implements Key {}

    /** Tells whether what has arrived is worth resuming for; asked by the dispatcher's thread. */
    @FunctionalInterface
    interface Interest {
        boolean isAroused();
    }

    private final HeldPulls owner;
    private final Key key;
    private final Interest interest;
    private final Supplier<PullOutcome> again;
    private final long weightBytes;
    private final long deadlineNanos;

    // Guarded by the owner's lock; the ordinal makes deadlines distinct.
    private long ordinal;

    /**
     * @param again carries the request out anew; runs at most once, on whatever thread resumes it
     * @param weightBytes memory that it takes while it waits, estimated
     * @param deadlineNanos when its time is over, on the monotonic clock
     */
    HeldPull(
            HeldPulls owner,
            Key key,
            Interest interest,
            Supplier<PullOutcome> again,
            long weightBytes,
            long deadlineNanos) {
        this.owner = owner;
        this.key = key;
        this.interest = interest;
        this.again = again;
        this.weightBytes = weightBytes;
        this.deadlineNanos = deadlineNanos;
    }

    Key key() {
        return key;
    }

    long weightBytes() {
        return weightBytes;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    long ordinal() {
        return ordinal;
    }

    void ordinal(long value) {
        ordinal = value;
    }

    boolean isAroused() {
        return interest.isAroused();
    }

    /** Carries the request out anew and answers. Called by who took it out. */
    void resume() {
        if (isDone()) {
            return;
        }
        try {
            answer(again.get());
        } catch (RuntimeException e) {
            completeExceptionally(e);
        }
    }

    /** Answers. Ownership: the outcome's lease is taken, also when the caller has gone. */
    void answer(PullOutcome outcome) {
        if (!complete(outcome) && outcome instanceof PullOutcome.Found found) {
            found.messages().close();
        }
    }

    /** Gives the wait up; what is found meanwhile is let go of. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        owner.remove(this);
        return super.cancel(mayInterruptIfRunning);
    }

    /** Stages that are made of this one are plain: they wait for nothing themselves. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
