package io.apogeemq.namesrv.config;

import io.apogeemq.common.boot.ClassicKeys;
import io.apogeemq.common.boot.ClassicType;

/** The NameServer's classic keys and what becomes of each. */
final class NamesrvClassicKeys {
    static final String LISTEN_PORT = NamesrvProperties.PREFIX + ".listen-port";
    static final String CHANGES_FILE = NamesrvProperties.PREFIX + ".changes-file";

    private static final String ROUTING = NamesrvProperties.PREFIX + ".routing.";
    private static final String ANSWERS = NamesrvProperties.PREFIX + ".answers.";

    static final ClassicKeys TABLE =
            ClassicKeys.table()
                    .honoured("listenPort", ClassicType.port(), LISTEN_PORT)
                    .honoured(
                            "bindAddress",
                            ClassicType.text(),
                            NamesrvProperties.PREFIX + ".bind-address")
                    .honoured(
                            "serverChannelMaxIdleTimeSeconds",
                            ClassicType.seconds(1, 86_400),
                            NamesrvProperties.PREFIX + ".idle-timeout")
                    .honoured(
                            "kvConfigPath",
                            ClassicType.text(),
                            NamesrvProperties.PREFIX + ".kv-file")
                    .limited(
                            "configStorePath",
                            ClassicType.text(),
                            CHANGES_FILE,
                            "It holds only what was changed at run time; a file given with -c stays as it is.")
                    .honoured(
                            "configBlackList",
                            ClassicType.text(),
                            NamesrvProperties.PREFIX + ".protected-keys")
                    .honoured(
                            "scanNotActiveBrokerInterval",
                            ClassicType.millis(10, 3_600_000),
                            ROUTING + "scan-interval")
                    .limited(
                            "deleteTopicWithBrokerRegistration",
                            ClassicType.truth(),
                            ROUTING + "delete-missing-topics",
                            "Only registrations that hold the topic named after the broker count as complete.")
                    .live(
                            "orderMessageEnable",
                            ClassicType.truth(),
                            ANSWERS + "order-topics-in-routes")
                    .live(
                            "returnOrderTopicConfigToBroker",
                            ClassicType.truth(),
                            ANSWERS + "order-topics-to-brokers")
                    .live("supportActingMaster", ClassicType.truth(), ANSWERS + "acting-master")
                    .live("enableAllTopicList", ClassicType.truth(), ANSWERS + "all-topic-list")
                    .live("enableTopicList", ClassicType.truth(), ANSWERS + "topic-lists")
                    .live("needWaitForService", ClassicType.truth(), ANSWERS + "wait-for-service")
                    .live(
                            "waitSecondsForService",
                            ClassicType.seconds(0, 86_400),
                            ANSWERS + "wait-time")
                    .refused(
                            "clusterTest",
                            "true",
                            "Answering unknown topics from another environment isn't offered; leave the key out.")
                    .refused(
                            "enableControllerInNamesrv",
                            "true",
                            "There is no controller in this NameServer; leave the key out.")
                    .ignored(
                            "rocketmqHome",
                            "productEnvName",
                            "notifyMinBrokerIdChanged",
                            "clientRequestThreadPoolNums",
                            "clientRequestThreadPoolQueueCapacity",
                            "defaultThreadPoolNums",
                            "defaultThreadPoolQueueCapacity",
                            "unRegisterBrokerQueueCapacity")
                    .ignored(
                            "serverWorkerThreads",
                            "serverCallbackExecutorThreads",
                            "serverSelectorThreads",
                            "serverNettyWorkerGroupEnable",
                            "serverPooledByteBufAllocatorEnable",
                            "useEpollNativeSelector",
                            "serverOnewaySemaphoreValue",
                            "serverAsyncSemaphoreValue",
                            "serverSocketSndBufSize",
                            "serverSocketRcvBufSize",
                            "serverSocketBacklog",
                            "writeBufferHighWaterMark",
                            "writeBufferLowWaterMark",
                            "enableShutdownGracefully",
                            "shutdownWaitTimeSeconds")
                    .build();

    private NamesrvClassicKeys() {}
}
