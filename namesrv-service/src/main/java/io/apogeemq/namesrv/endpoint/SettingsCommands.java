package io.apogeemq.namesrv.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Reading and changing settings at run time, as properties text. */
final class SettingsCommands {
    private final SettingsDesk desk;
    private final Lane lane;

    SettingsCommands(SettingsDesk desk, Lane lane) {
        this.desk = desk;
        this.lane = lane;
    }

    void addTo(HandlerTable.Builder handlers) {
        handlers.on(RequestCode.GET_NAMESRV_CONFIG, this::get)
                .on(RequestCode.UPDATE_NAMESRV_CONFIG, this::update);
    }

    private void get(Connection connection, Command request, Reply reply) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(desk.items())
                .forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        reply.send(Answer.of(ResponseCode.SUCCESS).body(text.toString().getBytes(UTF_8)));
    }

    private void update(Connection connection, Command request, Reply reply) {
        lane.answerBody(request, reply, body -> change(new String(body, UTF_8)));
    }

    private Answer change(String text) {
        Map<String, String> items;
        try {
            items = parse(text);
        } catch (IllegalArgumentException e) {
            return Answer.of(ResponseCode.SYSTEM_ERROR).remark("string2Properties error");
        }
        return switch (desk.change(items)) {
            case SettingsDesk.Change.Done() -> Answer.of(ResponseCode.SUCCESS);
            case SettingsDesk.Change.Forbidden() ->
                    Answer.of(ResponseCode.NO_PERMISSION)
                            .remark("Can not update config in black list.");
            case SettingsDesk.Change.Wrong wrong ->
                    Answer.of(ResponseCode.INVALID_PARAMETER)
                            .remark(String.join("; ", wrong.complaints()));
        };
    }

    private static Map<String, String> parse(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        Map<String, String> items = new TreeMap<>();
        properties.forEach((key, value) -> items.put(key.toString(), value.toString().trim()));
        return items;
    }
}
