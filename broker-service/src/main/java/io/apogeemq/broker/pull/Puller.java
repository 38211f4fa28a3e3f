package io.apogeemq.broker.pull;

import io.apogeemq.common.broker.PullOperations;
import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.PullRequest;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.broker.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Serves pulls: checks, notes the progress that came with the request, reads; where there is
 * nothing new yet, holds the request until a wanted message arrives or its time is over.
 *
 * <p>A held request is carried out anew from its first check on, once: it is never held again, and
 * its progress is noted on the first pass only. A request whose group has not registered yet is
 * held for the heartbeat that does so; clients send both at the same time.
 *
 * <p>Any thread may pull. The stage is a future whose {@code cancel} gives a wait up; cancelled or
 * not, no lease is lost.
 */
public final class Puller implements PullOperations {

    /** What a held request takes beside its texts: itself, its caller's half, table entries. */
    private static final int HELD_BASE_BYTES = 1024;

    private final PullChecks checks;
    private final QueueReader reader;
    private final PullGroups groups;
    private final PullProgress progress;
    private final HeldPulls held;
    private final PullSettings settings;
    private final LongSupplier nanos;

    /**
     * @param nanos the monotonic clock, the one that {@link HeldPulls#step} is called with
     */
    public Puller(
            PullChecks checks,
            QueueReader reader,
            PullGroups groups,
            PullProgress progress,
            HeldPulls held,
            PullSettings settings,
            LongSupplier nanos) {
        this.checks = checks;
        this.reader = reader;
        this.groups = groups;
        this.progress = progress;
        this.held = held;
        this.settings = settings;
        this.nanos = nanos;
    }

    @Override
    public CompletionStage<PullOutcome> pull(PullRequest request) {
        Admission admission = checks.check(request);
        // Not a stage made of another: it has to be the held pull itself that the caller cancels.
        return firstPass(
                request,
                admission instanceof Admission.GroupMissing && groups.create(request.group())
                        ? checks.check(request)
                        : admission);
    }

    private CompletionStage<PullOutcome> firstPass(PullRequest request, Admission admission) {
        return switch (admission) {
            case Admission.Admitted admitted -> {
                PullOutcome outcome = read(request, admitted, true);
                yield request.holdMillis() > 0 && isNothingNew(outcome)
                        ? awaitMessage(request, admitted)
                        : done(outcome);
            }
            case Admission.Unregistered unregistered -> awaitHeartbeat(request, unregistered);
            case Admission.GroupMissing missing -> done(missing.refusal());
            case Admission.Denied denied -> done(denied.refusal());
        };
    }

    private PullOutcome read(
            PullRequest request, Admission.Admitted admitted, boolean notesProgress) {
        long reset = progress.takeReset(request.group(), request.topic(), request.queueId());
        if (reset != PullProgress.NO_RESET) {
            // The progress that came with the request is what the reset does away with.
            return reader.movedTo(request, reset, admitted.preferredBrokerId());
        }
        if (notesProgress && request.commitOffset() >= 0) {
            progress.commit(
                    request.group(), request.topic(), request.queueId(), request.commitOffset());
        }
        PullOutcome outcome = reader.read(request, admitted);
        switch (outcome) {
            case PullOutcome.Found found -> notePulled(request, found.position());
            case PullOutcome.Nothing nothing -> notePulled(request, nothing.position());
            case PullOutcome.Forbidden forbidden -> {
                // It did not begin.
            }
            case Refused refused -> {
                // It ended nowhere.
            }
        }
        return outcome;
    }

    private void notePulled(PullRequest request, PullOutcome.Position position) {
        progress.notePulled(
                request.group(), request.topic(), request.queueId(), position.nextOffset());
    }

    private CompletionStage<PullOutcome> awaitMessage(
            PullRequest request, Admission.Admitted admitted) {
        HeldPull pull =
                new HeldPull(
                        held,
                        new HeldPull.QueueKey(request.topic(), request.queueId()),
                        reader.watch(request, admitted.filter())::sawWanted,
                        () -> secondPass(request, false),
                        weight(request),
                        deadline(
                                admitted.rules().longPolling()
                                        ? request.holdMillis()
                                        : Math.min(
                                                request.holdMillis(),
                                                settings.shortHold().toMillis())));
        CompletionStage<PullOutcome> waiting = hold(pull);
        // A message, or a reset, may have come between the reading and the holding.
        if ((reader.hasGrownPast(request) || hasReset(request)) && held.remove(pull)) {
            pull.resume();
        }
        return waiting;
    }

    private boolean hasReset(PullRequest request) {
        return progress.hasReset(request.group(), request.topic(), request.queueId());
    }

    private CompletionStage<PullOutcome> awaitHeartbeat(
            PullRequest request, Admission.Unregistered unregistered) {
        if (request.holdMillis() <= 0) {
            return done(unregistered.refusal());
        }
        HeldPull pull =
                new HeldPull(
                        held,
                        new HeldPull.GroupKey(request.group()),
                        () -> true,
                        // The first pass did not get as far as noting progress.
                        () -> secondPass(request, true),
                        weight(request),
                        deadline(
                                Math.min(
                                        request.holdMillis(),
                                        settings.heartbeatWait().toMillis())));
        CompletionStage<PullOutcome> waiting = hold(pull);
        // The heartbeat may have come between the check and the holding.
        if (!(checks.check(request) instanceof Admission.Unregistered) && held.remove(pull)) {
            pull.resume();
        }
        return waiting;
    }

    private CompletionStage<PullOutcome> hold(HeldPull pull) {
        return switch (held.add(pull)) {
            case HELD -> pull;
            case CLOSED -> done(HeldPulls.stopping());
            case FULL ->
                    done(
                            new Refused(
                                    Reason.SYSTEM_BUSY,
                                    "%d pulls are waiting for messages already, as many as this broker holds; try later"
                                            .formatted(held.count())));
        };
    }

    /** All of it again, now with whatever answer there is. */
    private PullOutcome secondPass(PullRequest request, boolean notesProgress) {
        return switch (checks.check(request)) {
            case Admission.Admitted admitted -> read(request, admitted, notesProgress);
            case Admission.GroupMissing missing -> missing.refusal();
            case Admission.Unregistered unregistered -> unregistered.refusal();
            case Admission.Denied denied -> denied.refusal();
        };
    }

    private long deadline(long holdMillis) {
        long millis = Math.min(holdMillis, settings.maxHold().toMillis());
        return nanos.getAsLong() + millis * 1_000_000;
    }

    private static boolean isNothingNew(PullOutcome outcome) {
        return outcome instanceof PullOutcome.Nothing nothing
                && nothing.cause() == PullOutcome.Cause.NO_NEW_MESSAGE;
    }

    private static long weight(PullRequest request) {
        long chars = (long) request.group().length() + request.topic().length();
        Subscription subscription = request.subscription();
        if (subscription != null) {
            // The expression, and the filter that was made of it.
            chars += 2L * subscription.expression().length();
        }
        return HELD_BASE_BYTES + 2 * chars;
    }

    private static CompletionStage<PullOutcome> done(PullOutcome outcome) {
        // Not a completedStage: callers make a future of it, which that copies.
        return CompletableFuture.completedFuture(outcome);
    }
}
