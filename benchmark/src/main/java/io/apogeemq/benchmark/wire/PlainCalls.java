package io.apogeemq.benchmark.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One blocking connection for the calls around a load: create a topic, ask for a queue's end.
 *
 * <p>Used by one thread; each call waits at most ten seconds for its reply. Closed by whoever
 * opened it.
 */
public final class PlainCalls implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int SUCCESS = 0;
    private static final int UPDATE_AND_CREATE_TOPIC = 17;
    private static final int GET_MAX_OFFSET = 30;

    private final Socket socket;
    private final DataInputStream in;
    private int calls;

    private PlainCalls(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Connects to a server. */
    public static PlainCalls connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(address, TIMEOUT_MILLIS);
            return new PlainCalls(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Creates a topic with that many queues, readable and writable, on the broker connected to. */
    public void createTopic(String topic, int queues) throws IOException {
        call(
                UPDATE_AND_CREATE_TOPIC,
                Map.of(
                        "topic", topic,
                        "defaultTopic", "TBW102",
                        "readQueueNums", Integer.toString(queues),
                        "writeQueueNums", Integer.toString(queues),
                        "perm", "6",
                        "topicFilterType", "SINGLE_TAG",
                        "topicSysFlag", "0",
                        "order", "false"));
    }

    /** The next offset of a queue: how many messages it has taken. */
    public long maxOffset(String topic, int queueId) throws IOException {
        Reply reply =
                call(GET_MAX_OFFSET, Map.of("topic", topic, "queueId", Integer.toString(queueId)));
        return reply.scanner().extNumber(reply.frame(), "offset");
    }

    private Reply call(int code, Map<String, String> fields) throws IOException {
        int opaque = Opaques.of(calls++);
        String ext =
                fields.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(field -> "\"" + field.getKey() + "\":\"" + field.getValue() + "\"")
                        .collect(Collectors.joining(","));
        String header =
                "{\"code\":%d,\"extFields\":{%s},\"flag\":0,\"language\":\"JAVA\",\"opaque\":%d,\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513}"
                        .formatted(code, ext, opaque);
        socket.getOutputStream().write(FrameLayout.frame(header, new byte[0]));
        Reply reply = read();
        ReplyScanner scanner = reply.scanner();
        if (scanner.opaque() != opaque) {
            throw new MalformedReplyException(
                    "opaque: %d (expected: %d)".formatted(scanner.opaque(), opaque));
        }
        if (scanner.code() != SUCCESS) {
            throw new MalformedReplyException(
                    "request %d: code %d, %s"
                            .formatted(code, scanner.code(), scanner.remark(reply.frame())));
        }
        return reply;
    }

    private Reply read() throws IOException {
        int length = in.readInt();
        if (length < 4 || length > FrameLayout.MAX_FRAME_BYTES) {
            throw new MalformedReplyException(
                    "frame length: " + length + " (expected: 4..16777216)");
        }
        ByteBuffer frame = ByteBuffer.allocate(4 + length).putInt(0, length);
        in.readFully(frame.array(), 4, length);
        ReplyScanner scanner = new ReplyScanner();
        scanner.scan(frame, 0);
        return new Reply(scanner, frame);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private record Reply(ReplyScanner scanner, ByteBuffer frame) {}
}
