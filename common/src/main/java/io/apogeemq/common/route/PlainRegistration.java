package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The plain form of a registration, read topic by topic: the JSON of a broker with a hundred
 * thousand topics never lies in memory as a tree.
 */
final class PlainRegistration {
    /** What one topic, or one mapping of a static topic, may make on its way. */
    private static final long PIECE_BYTES = 1 << 20;

    private final JsonReader json;
    private final RegistrationDraft draft;

    private PlainRegistration(JsonReader json, RegistrationDraft draft) {
        this.json = json;
        this.draft = draft;
    }

    /**
     * @param isWhole whether the topics lie within a larger object
     */
    static void decode(byte[] body, boolean isWhole, RegistrationDraft draft) {
        PlainRegistration plain = new PlainRegistration(JsonReader.over(body, PIECE_BYTES), draft);
        if (isWhole) {
            plain.readWhole();
        } else {
            plain.readTopics();
        }
        plain.json.end();
    }

    private void readWhole() {
        json.beginObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "topicConfigSerializeWrapper" -> {
                    if (json.isObjectNext()) {
                        readTopics();
                    } else {
                        json.objectValue();
                    }
                }
                case "filterServerList" -> readFilterServers();
                default -> json.skip();
            }
        }
    }

    private void readTopics() {
        json.beginObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "dataVersion" -> {
                    JsonObject version = json.objectValue();
                    draft.version(version == null ? DataVersion.NONE : DataVersion.read(version));
                }
                case "topicConfigTable" ->
                        readTable((name, topic) -> draft.add(TopicConfig.read(name, topic)));
                case "topicQueueMappingInfoMap" -> readTable(draft::addMapping);
                default -> json.skip();
            }
        }
    }

    private void readTable(BiConsumer<String, JsonObject> row) {
        if (!json.isObjectNext()) {
            json.objectValue();
            return;
        }
        json.beginObject();
        for (String name = json.nextKey(); name != null; name = json.nextKey()) {
            JsonObject value = json.objectValue();
            if (value != null) {
                row.accept(name, value);
            }
        }
    }

    private void readFilterServers() {
        switch (json.value()) {
            case null -> {}
            case List<?> servers ->
                    servers.forEach(server -> draft.addFilterServer(String.valueOf(server)));
            default -> throw new JsonException("JSON field 'filterServerList' is no list");
        }
    }
}
