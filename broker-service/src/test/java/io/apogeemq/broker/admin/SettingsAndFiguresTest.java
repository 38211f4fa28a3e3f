package io.apogeemq.broker.admin;

import static io.apogeemq.broker.admin.AdminFixture.answered;
import static io.apogeemq.broker.admin.AdminFixture.denied;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.broker.Refused.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class SettingsAndFiguresTest {

    private final AdminFixture broker = new AdminFixture();
    private final Settings settings = new Settings();
    private final SettingsAdmin admin = new SettingsAdmin(settings, broker.store.clock());
    private final Figures figures = new Figures();

    /** Settings that know two keys. */
    private static final class Settings implements BrokerSettings {
        final Map<String, String> items =
                new TreeMap<>(Map.of("brokerPermission", "6", "initAuthenticationUser", "{pw}"));
        boolean diskFails;

        @Override
        public Map<String, String> items() {
            return items;
        }

        @Override
        public List<String> protectedKeys() {
            return List.of("brokerName");
        }

        @Override
        public List<String> change(Map<String, String> wanted) throws IOException {
            if (diskFails) {
                throw new IOException("no space");
            }
            List<String> problems = new ArrayList<>();
            wanted.keySet().stream()
                    .filter(key -> !items.containsKey(key))
                    .forEach(key -> problems.add(key + ": unknown key"));
            if (problems.isEmpty()) {
                items.putAll(wanted);
            }
            return problems;
        }
    }

    /** Figures that the test sets. */
    private static final class Figures implements BrokerFigures {
        long put;
        long found;

        @Override
        public long messagesPut() {
            return put;
        }

        @Override
        public long bytesPut() {
            return put * 100;
        }

        @Override
        public long putsFailed() {
            return 0;
        }

        @Override
        public long messagesGot() {
            return found * 2;
        }

        @Override
        public long readsFound() {
            return found;
        }

        @Override
        public long readsMissed() {
            return 0;
        }

        @Override
        public long logStart() {
            return 0;
        }

        @Override
        public long logEnd() {
            return 4096;
        }

        @Override
        public long notForcedBytes() {
            return 1536;
        }

        @Override
        public long notIndexedBytes() {
            return 7;
        }

        @Override
        public long earliestStoreMillis() {
            return -1;
        }

        @Override
        public String storePath() {
            return "/store";
        }

        @Override
        public long diskTotalBytes() {
            return 1L << 38;
        }

        @Override
        public long diskUsableBytes() {
            return 1L << 37;
        }
    }

    @Test
    void settingsAreShownSortedWithTheirSecretsMasked() {
        assertThat(admin.show().text())
                .isEqualTo("brokerPermission=6\ninitAuthenticationUser=******\n");
    }

    @Test
    void aSettingIsChangedAndTheVersionWithIt() {
        var before = admin.show().version();
        answered(admin.change("# a comment\nbrokerPermission=4\n"));

        assertThat(settings.items).containsEntry("brokerPermission", "4");
        assertThat(admin.show().version()).isNotEqualTo(before);
    }

    @Test
    void whatMayNotBeChangedIsRefused() {
        assertThat(denied(admin.change("rocketmqHome=/x"))).isEqualTo(Reason.NO_PERMISSION);
        assertThat(denied(admin.change("brokerName=x"))).isEqualTo(Reason.NO_PERMISSION);
        assertThat(denied(admin.change("unknown=x"))).isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(denied(admin.change("initAuthenticationUser=******")))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(denied(admin.change(""))).isEqualTo(Reason.SYSTEM_ERROR);
        assertThat(denied(admin.change("a=\\u00zz"))).isEqualTo(Reason.SYSTEM_ERROR);
        settings.diskFails = true;
        assertThat(denied(admin.change("brokerPermission=4"))).isEqualTo(Reason.SYSTEM_ERROR);
        assertThat(settings.items).containsEntry("brokerPermission", "6");
    }

    @Test
    void figuresHaveTheFormatsThatToolsParse() {
        RuntimeAdmin runtime = runtime();
        figures.put = 10;
        Map<String, String> shown = runtime.figures();

        assertThat(shown)
                .containsEntry("brokerVersionDesc", "V5_5_0")
                .containsEntry("brokerVersion", "515")
                .containsEntry("brokerActive", "true")
                .containsEntry("runtime", "[ 0 days, 0 hours, 0 minutes, 0 seconds ]")
                .containsEntry("getTotalTps", "0.0 0.0 0.0")
                .containsEntry("msgPutTotalTodayNow", "10")
                .containsEntry("putMessageAverageSize", "100.0")
                .containsEntry("remainHowManyDataToFlush", "1.5 KiB")
                .containsEntry("commitLogDirCapacity", "Total : 256.0 GiB, Free : 128.0 GiB.")
                .containsEntry("commitLogDiskRatio", "0.5000")
                .containsEntry("commitLogMaxOffset", "4096")
                .containsEntry("dispatchBehindBytes", "7")
                .containsEntry("scheduleMessageOffset_3", "5,0")
                // Of a log without messages; tools show its age in hours.
                .containsEntry(
                        "earliestMessageTimeStamp", Long.toString(broker.store.clock().millis()))
                .containsKeys(
                        "sendThreadPoolQueueSize",
                        "pullThreadPoolQueueHeadWaitTimeMills",
                        "ackThreadPoolQueueCapacity",
                        "EndTransactionQueueSize",
                        "pageCacheLockTimeMills",
                        "earliestMessageTimeStamp",
                        "timerReadBehind",
                        "putMessageDistributeTime");
    }

    @Test
    void ratesAreThoseOfTheLastSeconds() {
        RuntimeAdmin runtime = runtime();
        figures.put = 100;
        broker.store.advance(Duration.ofSeconds(10));
        runtime.sample();
        assertThat(runtime.figures()).containsEntry("putTps", "10.0 10.0 10.0");

        broker.store.advance(Duration.ofSeconds(10));
        runtime.sample();
        figures.put = 300;
        broker.store.advance(Duration.ofSeconds(5));
        assertThat(runtime.figures()).containsEntry("putTps", "40.0 12.0 12.0");
    }

    @Test
    void totalsOfTheMorningsMoveOnAtMidnight() {
        RuntimeAdmin runtime = runtime();
        figures.put = 5;
        broker.store.advance(Duration.ofDays(1));
        runtime.sample();
        figures.put = 9;
        broker.store.advance(Duration.ofDays(1));
        runtime.sample();

        assertThat(runtime.figures())
                .containsEntry("msgPutTotalYesterdayMorning", "5")
                .containsEntry("msgPutTotalTodayMorning", "9")
                .containsEntry("runtime", "[ 2 days, 0 hours, 0 minutes, 0 seconds ]");
    }

    @Test
    void aClockThatIsSetBackDoesNotSpoilTheRates() {
        RuntimeAdmin runtime = runtime();
        figures.put = 100;
        broker.store.clock().advance(Duration.ofHours(-1));
        runtime.sample();

        assertThat(runtime.figures()).containsEntry("putTps", "0.0 0.0 0.0");
    }

    private RuntimeAdmin runtime() {
        return new RuntimeAdmin(
                figures,
                broker.store.index(),
                () -> Map.of(3, 5L),
                515,
                broker.store.clock(),
                ZoneOffset.UTC);
    }
}
