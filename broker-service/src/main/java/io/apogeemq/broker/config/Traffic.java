package io.apogeemq.broker.config;

import io.apogeemq.broker.admin.TrafficStatistics;
import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.PullRequest;
import io.apogeemq.common.broker.SendBackOutcome;
import io.apogeemq.common.broker.SendBackRequest;
import io.apogeemq.common.broker.SendOutcome;
import io.apogeemq.common.broker.SendRequest;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** Counts what goes in and out, for operators and meters. Any thread; an addition each. */
final class Traffic {

    /** A batch's message id is one id of 32 digits per message, joined by commas. */
    private static final int ID_AND_COMMA = 33;

    private final TrafficStatistics statistics;
    private final LongAdder messagesPut = new LongAdder();
    private final LongAdder bytesPut = new LongAdder();
    private final LongAdder putsFailed = new LongAdder();
    private final LongAdder messagesGot = new LongAdder();
    private final LongAdder readsFound = new LongAdder();
    private final LongAdder readsMissed = new LongAdder();

    /** Counts in all, and by topic and group in the statistics. */
    Traffic(TrafficStatistics statistics) {
        this.statistics = statistics;
    }

    TrafficStatistics statistics() {
        return statistics;
    }

    CompletionStage<SendOutcome> counted(
            SendRequest request, CompletionStage<SendOutcome> outcome) {
        int bytes = request.body().remaining();
        boolean batch = request.batch();
        String topic = request.topic();
        return outcome.whenComplete(
                (result, failure) -> {
                    if (result instanceof SendOutcome.Stored stored) {
                        int messages = batch ? (stored.messageId().length() + 1) / ID_AND_COMMA : 1;
                        messagesPut.add(messages);
                        bytesPut.add(bytes);
                        statistics.put(topic, messages, bytes);
                    } else {
                        putsFailed.increment();
                    }
                });
    }

    /**
     * Counts a pull when it is answered.
     *
     * @return the stage itself: who cancels it gives the wait up, which a stage made of it could
     *     not, and what was found behind the back of such a stage would never be let go of
     */
    CompletionStage<PullOutcome> counted(
            PullRequest request, CompletionStage<PullOutcome> outcome) {
        outcome.whenComplete(
                (result, failure) -> {
                    if (result instanceof PullOutcome.Found found) {
                        int messages = found.messages().count();
                        messagesGot.add(messages);
                        readsFound.increment();
                        statistics.got(
                                request.topic(),
                                request.group(),
                                messages,
                                found.messages().bytes());
                    } else {
                        readsMissed.increment();
                    }
                });
        return outcome;
    }

    CompletionStage<SendBackOutcome> counted(
            SendBackRequest request, CompletionStage<SendBackOutcome> outcome) {
        return outcome.whenComplete(
                (result, failure) -> {
                    if (result instanceof SendBackOutcome.TakenBack) {
                        statistics.sentBack(request.originTopic(), request.group());
                    }
                });
    }

    long messagesPut() {
        return messagesPut.sum();
    }

    long bytesPut() {
        return bytesPut.sum();
    }

    long putsFailed() {
        return putsFailed.sum();
    }

    long messagesGot() {
        return messagesGot.sum();
    }

    long readsFound() {
        return readsFound.sum();
    }

    long readsMissed() {
        return readsMissed.sum();
    }
}
