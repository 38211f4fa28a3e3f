package io.apogeemq.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.common.boot.ClassicKeys;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class BrokerClassicKeysTest {

    private static final ClassicKeys KEYS = BrokerClassicKeys.TABLE;

    @ParameterizedTest
    @CsvSource({
        "brokerClusterName,c,cluster-name,c",
        "brokerName,broker-b,name,broker-b",
        "brokerId,1,id,1",
        "brokerRole,SYNC_MASTER,role,sync-master",
        "namesrvAddr,a:1;b:2,namesrv-addr,'a:1,b:2'",
        "listenPort,20911,listen-port,20911",
        "bindAddress,127.0.0.1,bind-address,127.0.0.1",
        "brokerIP1,10.0.0.1,advertise,10.0.0.1",
        "brokerPermission,4,permission,4",
        "regionId,r,region,r",
        "traceOn,false,trace-on,false",
        "registerNameServerPeriod,10000,registration.period,10000ms",
        "registerBrokerTimeoutMills,3000,registration.timeout,3000ms",
        "updateNameServerAddrPeriod,60000,registration.resolve-period,60000ms",
        "storePathRootDir,/s,store.directory,/s",
        "storePathCommitLog,/l,store.commit-log-directory,/l",
        "mappedFileSizeCommitLog,1048576,store.segment-size,1048576B",
        "flushDiskType,SYNC_FLUSH,store.flush,sync-flush",
        "flushIntervalCommitLog,20,store.flush-interval,20ms",
        "syncFlushTimeout,1000,store.sync-flush-timeout,1000ms",
        "maxMessageSize,65536,store.max-message-size,65536B",
        "enabledAppendPropCRC,false,store.record-crc,false",
        "haListenPort,20920,replication.port,20920",
        "slaveTimeout,1000,replication.slave-timeout,1000ms",
        "autoCreateTopicEnable,false,topics.auto-create,false",
        "autoCreateSubscriptionGroup,FALSE,groups.auto-create,false",
        "traceTopicEnable,true,topics.trace,true",
        "msgTraceTopicName,T,topics.trace-name,T",
        "defaultTopicQueueNums,4,topics.queues,4",
        "clusterTopicEnable,false,topics.cluster-topic,false",
        "brokerTopicEnable,false,topics.broker-topic,false",
        "enableMixedMessageType,true,topics.mixed-message-types,true",
        "messageDelayLevel,1s 2s,topics.delay-levels,1s 2s",
        "longPollingEnable,false,pull.long-polling,false",
        "shortPollingTimeMills,200,pull.short-polling,200ms",
        "litePullMessageEnable,false,pull.lite,false",
        "maxTransferCountOnMessageInMemory,64,pull.max-messages,64",
        "maxTransferBytesOnMessageInMemory,65536,pull.max-size,65536B",
        "notifyConsumerIdsChangedEnable,false,clients.notify-members,false",
        "rejectPullConsumerEnable,true,clients.reject-pull-consumers,true",
        "channelExpiredTimeout,30000,clients.expiry,30000ms",
        "serverChannelMaxIdleTimeSeconds,60,network.idle-timeout,60s"
    })
    void classicKeysBecomeOurs(String classic, String value, String key, String property) {
        assertThat(KEYS.targetOf(classic)).contains("apogee.broker." + key);
        assertThat(KEYS.toProperty(classic, value)).isEqualTo(property);
        assertThat(BrokerPropertiesTest.bind(Map.of(key, property)))
                .isNotEqualTo(BrokerPropertiesTest.bind(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "brokerRole,SLAV,'one of ASYNC_MASTER, SYNC_MASTER, SLAVE'",
        "flushDiskType,async_flush,'one of ASYNC_FLUSH, SYNC_FLUSH'",
        "listenPort,10911a,a whole number from 0 to 65535",
        "brokerPermission,8,a whole number from 0 to 7",
        "maxMessageSize,0,a whole number from 1 to 67108864",
        "mappedFileSizeCommitLog,1024,a whole number from 65536 to 2147483647"
    })
    void aBadValueIsRefusedWithKeyValueAndWhatIsAllowed(
            String key, String value, String expectation) {
        assertThatThrownBy(() -> KEYS.toProperty(key, value))
                .hasMessage("%s: %s (expected: %s)".formatted(key, value, expectation));
    }

    @Test
    void anIllFormedNameServerListIsRefusedWithTheClassicSentence() {
        assertThatThrownBy(() -> KEYS.toProperty("namesrvAddr", "localhost"))
                .hasMessageContaining("The Name Server Address[localhost] illegal")
                .hasMessageContaining("127.0.0.1:9876;192.168.0.1:9876");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fileReservedTime",
                "deleteWhen",
                "brokerIP2",
                "sendMessageThreadPoolNums",
                "waitTimeMillsInLitePullQueue",
                "enableRetryTopicV2",
                "mappedFileSizeTimerLog",
                "transactionCheckMax",
                "cgColdReadThreshold",
                "rocksdbCompressionType",
                "initAuthenticationUser",
                "scanAvailableNameSrv",
                "storeType",
                "enableControllerMode"
            })
    void keysThatAreNotUsedAreKnown(String key) {
        assertThat(KEYS.isKnown(key)).isTrue();
        assertThat(KEYS.targetOf(key)).isEmpty();
    }

    @Test
    void noKeyIsBothUsedAndUnused() {
        assertThat(BrokerUnusedKeys.all())
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(400)
                .allSatisfy(key -> assertThat(KEYS.targetOf(key)).isEmpty());
    }

    @Test
    void operatorsMayChangeTheseAtRunTimeAndNotThose() {
        assertThat(
                        List.of(
                                "namesrvAddr",
                                "brokerPermission",
                                "maxMessageSize",
                                "autoCreateTopicEnable",
                                "autoCreateSubscriptionGroup",
                                "traceTopicEnable",
                                "enableMixedMessageType",
                                "litePullMessageEnable",
                                "longPollingEnable",
                                "maxTransferCountOnMessageInMemory",
                                "maxTransferBytesOnMessageInMemory",
                                "notifyConsumerIdsChangedEnable",
                                "rejectPullConsumerEnable",
                                "channelExpiredTimeout"))
                .allMatch(KEYS::isLive);
        assertThat(List.of("listenPort", "brokerRole", "shortPollingTimeMills", "fileReservedTime"))
                .noneMatch(KEYS::isLive);
    }

    static Stream<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "conf"))) {
            return files
                    .filter(
                            file ->
                                    file.getFileName()
                                            .toString()
                                            .matches("broker.*\\.(conf|properties)"))
                    .filter(file -> !file.toString().contains("container"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyKeyOfTheSampleFilesIsKnown(Path sample) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(sample)) {
            properties.load(reader);
        }

        assertThat(properties.stringPropertyNames())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(KEYS.isKnown(key)).as(key).isTrue());
    }
}
