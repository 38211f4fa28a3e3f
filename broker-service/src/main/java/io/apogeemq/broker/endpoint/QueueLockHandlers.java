package io.apogeemq.broker.endpoint;

import io.apogeemq.common.broker.QueueLockOperations;
import io.apogeemq.common.protocol.QueueLockCommand;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;

/** The door of queue locks: 41 and 42. */
public final class QueueLockHandlers {

    private final QueueLockOperations locks;
    private final LongBodies bodies;

    /**
     * Serves from these.
     *
     * @param bodies reads the requests of clients with very many queues
     */
    public QueueLockHandlers(QueueLockOperations locks, LongBodies bodies) {
        this.locks = locks;
        this.bodies = bodies;
    }

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        table.on(RequestCode.LOCK_BATCH_MQ, LongBodies.MOST_BYTES, this::lock)
                .on(RequestCode.UNLOCK_BATCH_MQ, LongBodies.MOST_BYTES, this::unlock);
    }

    private void lock(Connection connection, Command command, Reply reply) {
        bodies.read(
                command,
                reply,
                QueueLockCommand::decodeBody,
                request ->
                        Deferred.answer(
                                reply,
                                locks.lock(request.group(), request.clientId(), request.queues()),
                                QueueLockCommand::lockAnswer));
    }

    private void unlock(Connection connection, Command command, Reply reply) {
        bodies.read(
                command,
                reply,
                QueueLockCommand::decodeBody,
                request ->
                        Deferred.answer(
                                reply,
                                locks.unlock(request.group(), request.clientId(), request.queues()),
                                QueueLockCommand::unlockAnswer));
    }
}
