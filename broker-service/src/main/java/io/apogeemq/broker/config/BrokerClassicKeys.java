package io.apogeemq.broker.config;

import io.apogeemq.common.boot.ClassicKeys;
import io.apogeemq.common.boot.ClassicType;
import io.apogeemq.common.boot.StartRefused;

/**
 * The broker's classic keys: the one table from which files, command lines, run-time changes and
 * the configuration shown to tools are translated.
 */
final class BrokerClassicKeys {

    private static final String ROOT = "apogee.broker.";
    private static final String NO_CONTROLLER =
            "Automatic master election is not part of this version: leave the key out and give brokerRole and brokerId.";
    private static final String NO_DLEDGER =
            "There is no Raft commit log here: use SYNC_MASTER with a slave (conf/2m-2s-sync) instead.";

    static final ClassicKeys TABLE =
            identity(store(messages(network(unused(ClassicKeys.table()))))).build();

    private BrokerClassicKeys() {}

    private static ClassicKeys.Builder identity(ClassicKeys.Builder keys) {
        return keys.honoured("brokerClusterName", ClassicType.text(), ROOT + "cluster-name")
                .honoured("brokerName", ClassicType.text(), ROOT + "name")
                .honoured("brokerId", ClassicType.whole(-1, Long.MAX_VALUE), ROOT + "id")
                .honoured(
                        "brokerRole",
                        ClassicType.oneOf("ASYNC_MASTER", "SYNC_MASTER", "SLAVE"),
                        ROOT + "role")
                .live("namesrvAddr", ClassicType.addresses(), ROOT + "namesrv-addr")
                .alsoFrom("namesrvAddr", "rocketmq.namesrv.addr", "NAMESRV_ADDR")
                .honoured("listenPort", ClassicType.port(), ROOT + "listen-port")
                .honoured("bindAddress", ClassicType.text(), ROOT + "bind-address")
                .honoured("brokerIP1", ClassicType.text(), ROOT + "advertise")
                .live("brokerPermission", ClassicType.whole(0, 7), ROOT + "permission")
                .honoured("regionId", ClassicType.text(), ROOT + "region")
                .honoured("traceOn", ClassicType.truth(), ROOT + "trace-on")
                .honoured(
                        "registerNameServerPeriod",
                        ClassicType.millis(100, 60_000),
                        ROOT + "registration.period")
                .honoured(
                        "registerBrokerTimeoutMills",
                        ClassicType.millis(100, 600_000),
                        ROOT + "registration.timeout")
                .honoured(
                        "updateNameServerAddrPeriod",
                        ClassicType.millis(1_000, 86_400_000),
                        ROOT + "registration.resolve-period")
                .refused("enableControllerMode", "true", NO_CONTROLLER)
                .refused("enableDLegerCommitLog", "true", NO_DLEDGER);
    }

    private static ClassicKeys.Builder store(ClassicKeys.Builder keys) {
        return keys.honoured("storePathRootDir", ClassicType.text(), ROOT + "store.directory")
                .honoured(
                        "storePathCommitLog",
                        ClassicType.text(),
                        ROOT + "store.commit-log-directory")
                .honoured(
                        "mappedFileSizeCommitLog",
                        ClassicType.bytes(64 * 1024, Integer.MAX_VALUE),
                        ROOT + "store.segment-size")
                .honoured(
                        "flushDiskType",
                        ClassicType.oneOf("ASYNC_FLUSH", "SYNC_FLUSH"),
                        ROOT + "store.flush")
                .honoured(
                        "flushIntervalCommitLog",
                        ClassicType.millis(1, 3_600_000),
                        ROOT + "store.flush-interval")
                .honoured(
                        "syncFlushTimeout",
                        ClassicType.millis(1, 3_600_000),
                        ROOT + "store.sync-flush-timeout")
                .honoured("enabledAppendPropCRC", ClassicType.truth(), ROOT + "store.record-crc")
                .live(
                        "maxMessageSize",
                        ClassicType.bytes(1, 64 * 1024 * 1024),
                        ROOT + "store.max-message-size")
                .honoured("haListenPort", ClassicType.port(), ROOT + "replication.port")
                .honoured(
                        "slaveTimeout",
                        ClassicType.millis(1, 3_600_000),
                        ROOT + "replication.slave-timeout")
                .only(
                        "storeType",
                        "default",
                        "Only the default is here; queues in RocksDB are not part of this version: leave the key out.")
                .only(
                        "configManagerVersion",
                        "v1",
                        "Only v1 is here; metadata in RocksDB is not part of this version: leave the key out.")
                .refused(
                        "messageStorePlugIn",
                        "",
                        "Stores by plug-in, tiered storage among them, are not part of this version: leave the key out; what lies only in such a store cannot be read.")
                .refused(
                        "timerRocksDBEnable",
                        "true",
                        "Delayed messages in RocksDB are not part of this version: leave the key out; what waits there is not delivered.")
                .refused(
                        "transRocksDBEnable",
                        "true",
                        "Half messages in RocksDB are not part of this version: leave the key out.")
                .refused(
                        "popConsumerKVServiceEnable",
                        "true",
                        "Pop state in RocksDB is not part of this version: leave the key out.");
    }

    private static ClassicKeys.Builder messages(ClassicKeys.Builder keys) {
        return keys.live("autoCreateTopicEnable", ClassicType.truth(), ROOT + "topics.auto-create")
                .live(
                        "autoCreateSubscriptionGroup",
                        ClassicType.truth(),
                        ROOT + "groups.auto-create")
                .live("traceTopicEnable", ClassicType.truth(), ROOT + "topics.trace")
                .honoured("msgTraceTopicName", ClassicType.text(), ROOT + "topics.trace-name")
                .honoured("clusterTopicEnable", ClassicType.truth(), ROOT + "topics.cluster-topic")
                .honoured("brokerTopicEnable", ClassicType.truth(), ROOT + "topics.broker-topic")
                .live(
                        "enableMixedMessageType",
                        ClassicType.truth(),
                        ROOT + "topics.mixed-message-types")
                .honoured("messageDelayLevel", ClassicType.text(), ROOT + "topics.delay-levels")
                .live("longPollingEnable", ClassicType.truth(), ROOT + "pull.long-polling")
                .honoured(
                        "shortPollingTimeMills",
                        ClassicType.millis(1, 120_000),
                        ROOT + "pull.short-polling")
                .honoured(
                        "defaultTopicQueueNums",
                        ClassicType.whole(1, 65_536),
                        ROOT + "topics.queues")
                .live("litePullMessageEnable", ClassicType.truth(), ROOT + "pull.lite")
                .live(
                        "maxTransferCountOnMessageInMemory",
                        ClassicType.whole(1, 10_000),
                        ROOT + "pull.max-messages")
                .live(
                        "maxTransferBytesOnMessageInMemory",
                        ClassicType.bytes(1, 16 * 1024 * 1024 - 65_536),
                        ROOT + "pull.max-size")
                .live(
                        "notifyConsumerIdsChangedEnable",
                        ClassicType.truth(),
                        ROOT + "clients.notify-members")
                .live(
                        "rejectPullConsumerEnable",
                        ClassicType.truth(),
                        ROOT + "clients.reject-pull-consumers")
                .live(
                        "channelExpiredTimeout",
                        ClassicType.millis(1_000, 86_400_000),
                        ROOT + "clients.expiry");
    }

    private static ClassicKeys.Builder network(ClassicKeys.Builder keys) {
        return keys.honoured(
                        "serverChannelMaxIdleTimeSeconds",
                        ClassicType.seconds(1, 86_400),
                        ROOT + "network.idle-timeout")
                .refused(
                        "aclEnable",
                        "true",
                        "Access control is not part of this version, and a broker that only looks protected is worse than none: leave the key out.")
                .refused(
                        "authenticationEnabled",
                        "true",
                        "Access control is not part of this version: leave the key out.")
                .refused(
                        "authorizationEnabled",
                        "true",
                        "Access control is not part of this version: leave the key out.");
    }

    /** Sizes of pools and queues that do not exist here, and switches that change nothing. */
    private static ClassicKeys.Builder unused(ClassicKeys.Builder keys) {
        return keys.ignored(BrokerUnusedKeys.all())
                .misspelt("fileReserverdTime", "fileReservedTime")
                .misspelt("enableSkipLongWaitAck", "enableSkipLongAwaitingAck");
    }

    /** The slave role is not built yet; what stops such a start. */
    static StartRefused slave() {
        return new StartRefused(
                "brokerRole: SLAVE: slaves are not part of this version yet; start this node as a master of a broker name of its own, or leave it out.");
    }
}
