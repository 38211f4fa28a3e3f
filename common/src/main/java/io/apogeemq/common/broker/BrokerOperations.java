package io.apogeemq.common.broker;

/**
 * What a broker can be asked by clients, one small interface per use case. The broker implements
 * it; its remoting endpoint exposes it to the wire; a proxy holds it directly (same process) or
 * through a remoting stub.
 *
 * <p>All methods may be called from any thread, event loops included: none blocks. Every stage ends
 * in an outcome; it fails exceptionally only when a promise inside the broker was broken.
 */
public interface BrokerOperations
        extends SendOperations,
                PullOperations,
                OffsetOperations,
                ClientOperations,
                QueueLockOperations,
                MessageQueries {}
