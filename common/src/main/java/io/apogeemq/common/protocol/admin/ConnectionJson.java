package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** The connections of a group in JSON, for producers and consumers alike. */
final class ConnectionJson {

    private static final String FIELD = "connectionSet";

    private ConnectionJson() {}

    static List<ClientConnection> read(JsonObject body) {
        List<ClientConnection> connections = new ArrayList<>();
        for (JsonObject connection : body.objects(FIELD)) {
            connections.add(
                    new ClientConnection(
                            connection.textOr("clientId", ""),
                            connection.textOr("clientAddr", ""),
                            connection.textOr("language", "OTHER"),
                            connection.intOr("version", 0)));
        }
        return connections;
    }

    static void write(JsonWriter json, List<ClientConnection> connections) {
        json.fieldName(FIELD).beginArray();
        for (ClientConnection connection : connections) {
            json.beginObject()
                    .field("clientAddr", connection.address())
                    .field("clientId", connection.clientId())
                    .field("language", connection.language())
                    .field("version", connection.version())
                    .endObject();
        }
        json.endArray();
    }
}
