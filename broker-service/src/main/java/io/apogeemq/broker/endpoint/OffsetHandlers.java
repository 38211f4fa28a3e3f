package io.apogeemq.broker.endpoint;

import io.apogeemq.common.broker.OffsetOperations;
import io.apogeemq.common.broker.OffsetOutcome;
import io.apogeemq.common.protocol.CommitOffsetCommand;
import io.apogeemq.common.protocol.QueryOffsetCommand;
import io.apogeemq.common.protocol.QueueBoundCommand;
import io.apogeemq.common.protocol.QueueBoundCommand.Bound;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.SearchOffsetCommand;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;
import java.util.concurrent.CompletionStage;

/** The door of offsets: 14, 15 and 29 to 32. */
public final class OffsetHandlers {

    private final OffsetOperations offsets;

    public OffsetHandlers(OffsetOperations offsets) {
        this.offsets = offsets;
    }

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        table.on(RequestCode.QUERY_CONSUMER_OFFSET, this::query)
                .on(RequestCode.UPDATE_CONSUMER_OFFSET, this::commit)
                .on(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP, this::search);
        for (Bound bound : Bound.values()) {
            table.on(bound.code(), (connection, command, reply) -> bound(bound, command, reply));
        }
    }

    private void query(Connection connection, Command command, Reply reply) {
        QueryOffsetCommand request = QueryOffsetCommand.decode(command);
        Deferred.answer(
                reply,
                offsets.committedOffset(
                        request.group(),
                        request.topic(),
                        request.queueId(),
                        request.zeroIfNotFound()),
                QueryOffsetCommand::answer);
    }

    private void commit(Connection connection, Command command, Reply reply) {
        CommitOffsetCommand request = CommitOffsetCommand.decode(command);
        Deferred.answer(
                reply,
                offsets.commitOffset(
                        request.group(), request.topic(), request.queueId(), request.offset()),
                CommitOffsetCommand::answer);
    }

    private void search(Connection connection, Command command, Reply reply) {
        SearchOffsetCommand request = SearchOffsetCommand.decode(command);
        Deferred.answer(
                reply,
                offsets.offsetByTime(
                        request.topic(),
                        request.queueId(),
                        request.timestamp(),
                        request.boundary()),
                SearchOffsetCommand::answer);
    }

    private void bound(Bound bound, Command command, Reply reply) {
        QueueBoundCommand request = QueueBoundCommand.decode(bound, command);
        CompletionStage<OffsetOutcome> stage =
                switch (bound) {
                    case MAX_OFFSET -> offsets.maxOffset(request.topic(), request.queueId());
                    case MIN_OFFSET -> offsets.minOffset(request.topic(), request.queueId());
                    case EARLIEST_STORE_TIME ->
                            offsets.earliestStoreTime(request.topic(), request.queueId());
                };
        Deferred.answer(reply, stage, outcome -> QueueBoundCommand.answer(bound, outcome));
    }
}
