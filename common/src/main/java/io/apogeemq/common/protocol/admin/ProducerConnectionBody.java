package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.protocol.JsonBodies;
import java.util.List;

/**
 * Who sends for a group, as JSON (code 204).
 *
 * @param connections in the order to be written
 */
public record ProducerConnectionBody(List<ClientConnection> connections) {

    public ProducerConnectionBody {
        connections = List.copyOf(connections);
    }

    /** Reads a body. */
    public static ProducerConnectionBody decode(byte[] body) {
        return JsonBodies.read(body, json -> new ProducerConnectionBody(ConnectionJson.read(json)));
    }

    /** The body. */
    public byte[] encode() {
        JsonWriter json = JsonWriter.classic().beginObject();
        ConnectionJson.write(json, connections);
        return json.endObject().toBytes();
    }
}
