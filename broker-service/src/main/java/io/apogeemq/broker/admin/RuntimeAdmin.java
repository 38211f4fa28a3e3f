package io.apogeemq.broker.admin;

import io.apogeemq.broker.index.QueueIndex;
import io.apogeemq.common.message.SystemTopics;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The run-time figures of the broker, under the names and in the formats that tools parse. {@link
 * #sample} is called about once a second by one thread; {@link #figures} by anyone, off the event
 * loops.
 */
public final class RuntimeAdmin {

    /** The version of the classic suite whose behaviour this broker has. */
    static final String VERSION_NAME = "V5_5_0";

    private static final long BYTES_PER_UNIT = 1024;
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final String DISTRIBUTION =
            "[<=0ms]:0 [0~10ms]:0 [10~50ms]:0 [50~100ms]:0 [100~200ms]:0 [200~500ms]:0 "
                    + "[500ms~1s]:0 [1~2s]:0 [2~3s]:0 [3~4s]:0 [4~5s]:0 [5~10s]:0 [10s~]:0 ";

    private final BrokerFigures figures;
    private final QueueIndex index;
    private final Supplier<Map<Integer, Long>> delayOffsets;
    private final InstantSource clock;
    private final TrafficRates rates;
    private final int version;
    private final long startedMillis;

    /**
     * Begins to measure.
     *
     * @param delayOffsets the next offset to deliver by delay level
     * @param version the protocol version that answers carry
     * @param zone whose midnights count
     */
    public RuntimeAdmin(
            BrokerFigures figures,
            QueueIndex index,
            Supplier<Map<Integer, Long>> delayOffsets,
            int version,
            InstantSource clock,
            ZoneId zone) {
        this.figures = figures;
        this.index = index;
        this.delayOffsets = delayOffsets;
        this.version = version;
        this.clock = clock;
        this.startedMillis = clock.millis();
        this.rates = new TrafficRates(figures, clock, zone);
    }

    /** Remembers the counters of this moment, for rates. */
    public void sample() {
        rates.sample();
    }

    /** All figures, sorted by name. */
    public Map<String, String> figures() {
        Map<String, String> all = new TreeMap<>();
        all.put("brokerVersionDesc", VERSION_NAME);
        all.put("brokerVersion", Integer.toString(version));
        all.put("brokerActive", "true");
        all.put("bootTimestamp", Long.toString(startedMillis));
        all.put("startAcceptSendRequestTimeStamp", "0");
        all.put("runtime", duration(clock.millis() - startedMillis));
        addTraffic(all);
        addLog(all);
        addDisk(all);
        addQueues(all);
        addTimers(all);
        return new LinkedHashMap<>(all);
    }

    private void addTraffic(Map<String, String> all) {
        all.put("msgPutTotalYesterdayMorning", Long.toString(rates.putAtYesterdaysMorning()));
        all.put("msgPutTotalTodayMorning", Long.toString(rates.putAtMorning()));
        all.put("msgPutTotalTodayNow", Long.toString(figures.messagesPut()));
        all.put("msgGetTotalYesterdayMorning", Long.toString(rates.gotAtYesterdaysMorning()));
        all.put("msgGetTotalTodayMorning", Long.toString(rates.gotAtMorning()));
        all.put("msgGetTotalTodayNow", Long.toString(figures.messagesGot()));
        all.put("putTps", rates.put());
        all.put("getFoundTps", rates.found());
        all.put("getMissTps", rates.missed());
        all.put("getTotalTps", rates.reads());
        all.put("getTransferredTps", rates.got());
        all.put("getTransferedTps", rates.got());
        long puts = figures.messagesPut();
        all.put("putMessageTimesTotal", Long.toString(puts));
        all.put("putMessageSizeTotal", Long.toString(figures.bytesPut()));
        all.put("putMessageFailedTimes", Long.toString(figures.putsFailed()));
        all.put(
                "putMessageAverageSize",
                Double.toString(puts == 0 ? 0 : (double) figures.bytesPut() / puts));
        all.put("putMessageEntireTimeMax", "0");
        all.put("getMessageEntireTimeMax", "0");
        all.put("putMessageDistributeTime", DISTRIBUTION);
        all.put("putLatency99", "0.00");
        all.put("putLatency999", "0.00");
        all.put("pageCacheLockTimeMills", "0");
    }

    private void addLog(Map<String, String> all) {
        all.put("commitLogMinOffset", Long.toString(figures.logStart()));
        all.put("commitLogMaxOffset", Long.toString(figures.logEnd()));
        all.put("remainHowManyDataToFlush", bytes(figures.notForcedBytes()));
        all.put("remainTransientStoreBufferNumbs", Integer.toString(Integer.MAX_VALUE));
        all.put("dispatchBehindBytes", Long.toString(figures.notIndexedBytes()));
        all.put("dispatchMaxBuffer", "0");
        // Tools show its age; a log without messages keeps none from earlier than now.
        long earliest = figures.earliestStoreMillis();
        all.put(
                "earliestMessageTimeStamp",
                Long.toString(earliest < 0 ? clock.millis() : earliest));
    }

    private void addDisk(Map<String, String> all) {
        long total = figures.diskTotalBytes();
        long usable = figures.diskUsableBytes();
        String ratio =
                String.format(
                        Locale.ROOT, "%.4f", total <= 0 ? 0 : (total - usable) / (double) total);
        all.put("commitLogDiskRatio", ratio);
        all.put("commitLogDiskRatio_" + figures.storePath(), ratio);
        all.put("consumeQueueDiskRatio", ratio);
        all.put(
                "commitLogDirCapacity",
                "Total : %s, Free : %s.".formatted(bytes(total), bytes(usable)));
    }

    /** There are no thread pools with queues in front of them: what is read is served. */
    private static void addQueues(Map<String, String> all) {
        for (String queue : new String[] {"send", "pull", "query", "ack", "litePull"}) {
            all.put(queue + "ThreadPoolQueueSize", "0");
            all.put(queue + "ThreadPoolQueueCapacity", "0");
            all.put(queue + "ThreadPoolQueueHeadWaitTimeMills", "0");
        }
        all.put("EndTransactionQueueSize", "0");
        all.put("EndTransactionThreadPoolQueueCapacity", "0");
    }

    private void addTimers(Map<String, String> all) {
        for (String zero : new String[] {"timerReadBehind", "timerOffsetBehind"}) {
            all.put(zero, "0");
        }
        all.put("timerCongestNum", "0");
        all.put("timerEnqueueTps", "0.0");
        all.put("timerDequeueTps", "0.0");
        delayOffsets
                .get()
                .forEach(
                        (level, offset) ->
                                all.put(
                                        "scheduleMessageOffset_" + level,
                                        offset
                                                + ","
                                                + index.maxOffset(
                                                        SystemTopics.SCHEDULE, level - 1)));
    }

    private static String duration(long millis) {
        long seconds = Math.max(0, millis) / 1000;
        return "[ %d days, %d hours, %d minutes, %d seconds ]"
                .formatted(seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    }

    /** A number of bytes with its unit, as tools take it apart at the blank. */
    static String bytes(long bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= BYTES_PER_UNIT && unit < UNITS.length - 1) {
            value /= BYTES_PER_UNIT;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
