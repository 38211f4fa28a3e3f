package io.apogeemq.broker.config;

import io.apogeemq.broker.admin.BrokerFigures;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.LogReader;
import io.apogeemq.common.message.RecordView;
import java.io.File;

/** What operators see of the traffic and of the store. */
final class StoreFigures implements BrokerFigures {

    private final Traffic traffic;
    private final BrokerStore store;

    StoreFigures(Traffic traffic, BrokerStore store) {
        this.traffic = traffic;
        this.store = store;
    }

    @Override
    public long messagesPut() {
        return traffic.messagesPut();
    }

    @Override
    public long bytesPut() {
        return traffic.bytesPut();
    }

    @Override
    public long putsFailed() {
        return traffic.putsFailed();
    }

    @Override
    public long messagesGot() {
        return traffic.messagesGot();
    }

    @Override
    public long readsFound() {
        return traffic.readsFound();
    }

    @Override
    public long readsMissed() {
        return traffic.readsMissed();
    }

    @Override
    public long logStart() {
        return store.log().start();
    }

    @Override
    public long logEnd() {
        return store.log().end();
    }

    @Override
    public long notForcedBytes() {
        CommitLog log = store.log();
        return Math.max(0, log.end() - log.forcedEnd());
    }

    @Override
    public long notIndexedBytes() {
        return store.dispatcher().behindBytes();
    }

    @Override
    public long earliestStoreMillis() {
        try (LogReader reader = store.log().reader()) {
            RecordView first = reader.at(store.log().start());
            return first == null ? -1 : first.storeTimestamp();
        }
    }

    @Override
    public String storePath() {
        return store.directory().path().toString();
    }

    @Override
    public long diskTotalBytes() {
        return disk().getTotalSpace();
    }

    @Override
    public long diskUsableBytes() {
        return disk().getUsableSpace();
    }

    private File disk() {
        return store.directory().path().toFile();
    }
}
