package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The text form of a map from broker id to address: integer keys, the master first. */
final class BrokerAddresses {
    private BrokerAddresses() {}

    static SortedMap<Long, String> copy(SortedMap<Long, String> addresses) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
    }

    static SortedMap<Long, String> read(JsonObject object) {
        SortedMap<Long, String> addresses = new TreeMap<>();
        object.textMap()
                .forEach(
                        (id, address) -> {
                            try {
                                addresses.put(Long.valueOf(id), address);
                            } catch (NumberFormatException e) {
                                throw new JsonException(
                                        "broker id: " + id + " (expected: a whole number)");
                            }
                        });
        return addresses;
    }

    static void write(JsonWriter json, SortedMap<Long, String> addresses) {
        json.beginObject();
        addresses.forEach((id, address) -> json.fieldName(id).value(address));
        json.endObject();
    }
}
