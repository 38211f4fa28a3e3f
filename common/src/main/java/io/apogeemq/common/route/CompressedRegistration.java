package io.apogeemq.common.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.json.JsonWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The compressed form of a registration: a zlib stream of
 *
 * <pre>
 * | part | type                        | content                                        |
 * |------|-----------------------------|------------------------------------------------|
 * | 1    | int32 length, bytes         | DataVersion, JSON                              |
 * | 2    | int32                       | number of topics                               |
 * | 3    | per topic int32 length,bytes| {@link TopicConfig#toText()}                   |
 * | 4    | int32 length, bytes         | filter servers, JSON list                      |
 * | 5    | int32                       | number of queue mappings; sender ≥ 413 only    |
 * | 6    | per mapping int32 length,   | mapping, JSON, its topic in field {@code topic}|
 * |      | bytes                       |                                                |
 * </pre>
 *
 * All numbers big-endian, texts UTF-8. The stream is read block by block and never inflated as a
 * whole; a block's length is checked before anything is allocated, and what the blocks make is
 * counted by the draft.
 */
final class CompressedRegistration {
    private static final int MAPPINGS_SINCE = 413;

    /** What all of it may inflate to: four times the largest frame. It costs time, not memory. */
    private static final int MOST_INFLATED_BYTES = 64 << 20;

    /** A topic's name, its numbers and its attributes. */
    private static final int MOST_TOPIC_BYTES = 32 << 10;

    /** Anything else, such as the mapping of a static topic with thousands of queues. */
    private static final int MOST_BLOCK_BYTES = 256 << 10;

    private final DataInputStream in;
    private final RegistrationDraft draft;
    private long left = MOST_INFLATED_BYTES;

    private CompressedRegistration(DataInputStream in, RegistrationDraft draft) {
        this.in = in;
        this.draft = draft;
    }

    static void decode(byte[] body, int senderVersion, RegistrationDraft draft) {
        try (DataInputStream in =
                new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(body)))) {
            new CompressedRegistration(in, draft).read(senderVersion);
        } catch (EOFException e) {
            throw new JsonException("the compressed registration ends too early");
        } catch (ZipException e) {
            throw new JsonException("the compressed registration is no zlib stream");
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    static byte[] encode(BrokerRegistration registration, int senderVersion) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DataOutputStream out =
                new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
            writeBlock(out, registration.dataVersion().toJson());
            out.writeInt(registration.topics().size());
            for (TopicConfig topic : registration.topics().values()) {
                writeBlock(out, topic.toText().getBytes(UTF_8));
            }
            JsonWriter filters = JsonWriter.classic().beginArray();
            registration.filterServers().forEach(filters::value);
            writeBlock(out, filters.endArray().toBytes());
            if (senderVersion >= MAPPINGS_SINCE) {
                out.writeInt(registration.queueMappings().size());
                for (JsonObject mapping : registration.queueMappings().values()) {
                    writeBlock(out, JsonWriter.classic().value(mapping).toBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private void read(int senderVersion) throws IOException {
        draft.version(DataVersion.parse(block(MOST_BLOCK_BYTES)));
        int topicCount = number("number of topics", left);
        for (int i = 0; i < topicCount; i++) {
            draft.add(TopicConfig.parseText(block(MOST_TOPIC_BYTES)));
        }
        if (JsonReader.parse(block(MOST_BLOCK_BYTES)) instanceof List<?> list) {
            list.forEach(server -> draft.addFilterServer(String.valueOf(server)));
        }
        if (senderVersion >= MAPPINGS_SINCE) {
            int mappingCount = number("number of mappings", left);
            for (int i = 0; i < mappingCount; i++) {
                String text = block(MOST_BLOCK_BYTES);
                JsonObject mapping = JsonReader.parseObject(text);
                draft.addMapping(mapping.requireText("topic"), mapping);
            }
        }
    }

    private String block(int most) throws IOException {
        int length = number("length of a block", Math.min(left, most));
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        left -= length;
        return new String(bytes, UTF_8);
    }

    /** Reads a number that says how much comes: each thing counted has at least one byte. */
    private int number(String what, long most) throws IOException {
        int number = in.readInt();
        left -= Integer.BYTES;
        if (number < 0 || number > most) {
            throw new JsonException(
                    "%s in the compressed registration: %d (expected: 0 to %d)"
                            .formatted(what, number, Math.max(most, 0)));
        }
        return number;
    }

    private static void writeBlock(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
