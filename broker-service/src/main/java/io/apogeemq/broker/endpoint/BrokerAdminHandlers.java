package io.apogeemq.broker.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.apogeemq.broker.admin.RuntimeAdmin;
import io.apogeemq.broker.admin.SettingsAdmin;
import io.apogeemq.broker.admin.TrafficStatistics;
import io.apogeemq.common.protocol.KeyValueTable;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.admin.BrokerStatsBody;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.HandlerTable;
import java.util.concurrent.Executor;

/** The door of operators who care for the broker itself: 25, 26, 28, 306, 315, 316 and 329. */
public final class BrokerAdminHandlers {

    private final SettingsAdmin settings;
    private final RuntimeAdmin runtime;
    private final TrafficStatistics statistics;
    private final AdminAnswers answers;

    /**
     * Serves from these.
     *
     * @param executor carries requests out; may block
     */
    public BrokerAdminHandlers(
            SettingsAdmin settings,
            RuntimeAdmin runtime,
            TrafficStatistics statistics,
            Executor executor) {
        this.settings = settings;
        this.runtime = runtime;
        this.statistics = statistics;
        this.answers = new AdminAnswers(executor);
    }

    /** Which statistic, and of what. */
    private record Statistic(String name, String key) {}

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        answers.now(
                table,
                RequestCode.UPDATE_BROKER_CONFIG,
                command -> new String(command.copyBody(), UTF_8),
                text -> AdminAnswers.done(settings.change(text)));
        answers.now(
                table,
                RequestCode.GET_BROKER_CONFIG,
                command -> "",
                nothing -> shown(settings.show()));
        answers.now(
                table,
                RequestCode.GET_BROKER_RUNTIME_INFO,
                command -> "",
                nothing -> AdminAnswers.body(new KeyValueTable(runtime.figures()).toJson()));
        answers.now(
                table,
                RequestCode.VIEW_BROKER_STATS_DATA,
                command ->
                        new Statistic(
                                command.fields().requireText("statsName"),
                                command.fields().requireText("statsKey")),
                wanted ->
                        AdminAnswers.body(
                                statistics.find(wanted.name(), wanted.key()),
                                BrokerStatsBody::encode));
        // There are no files of queues that could outlive their messages or topics, and the log
        // is not cut yet: what these three ask for is always done.
        for (int code :
                new int[] {
                    RequestCode.CLEAN_EXPIRED_CONSUMEQUEUE,
                    RequestCode.CLEAN_UNUSED_TOPIC,
                    RequestCode.DELETE_EXPIRED_COMMITLOG
                }) {
            answers.now(table, code, command -> "", nothing -> Answer.of(ResponseCode.SUCCESS));
        }
    }

    private static Answer shown(SettingsAdmin.SettingsText shown) {
        return AdminAnswers.body(shown.text().getBytes(UTF_8))
                .field("version", new String(shown.version().toJson(), UTF_8));
    }
}
