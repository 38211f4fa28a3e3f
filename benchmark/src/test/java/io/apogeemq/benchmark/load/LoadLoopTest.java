package io.apogeemq.benchmark.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a small server that answers in pieces. */
@Timeout(60)
class LoadLoopTest {

    private static final Pattern OPAQUE = Pattern.compile("\"opaque\":(\\d+)");

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stopListening() throws IOException {
        server.close();
    }

    @Test
    void everyRequestOfAllConnectionsIsAnsweredAndCounted() throws IOException {
        serve(Integer.MAX_VALUE);

        LoadOutcome outcome = send(new Pacing.ClosedLoop(16, Duration.ofSeconds(30), 5_000));

        assertThat(outcome.messages()).isEqualTo(5_000);
        assertThat(outcome.errors()).isZero();
        assertThat(outcome.latencyNanos().getTotalCount()).isEqualTo(5_000);
    }

    @Test
    void openLoopEndsWithEveryRequestAnswered() throws IOException {
        serve(Integer.MAX_VALUE);

        LoadOutcome outcome = send(new Pacing.FixedRate(2_000, Duration.ofMillis(500)));

        assertThat(outcome.messages()).isEqualTo(1_000);
    }

    @Test
    void aConnectionClosedByTheServerEndsTheRun() {
        serve(10);

        assertThatThrownBy(() -> send(new Pacing.ClosedLoop(16, Duration.ofSeconds(30), 5_000)))
                .isInstanceOf(IOException.class);
    }

    private LoadOutcome send(Pacing pacing) throws IOException {
        return new SendLoad(new SendLoad.Target("T", 4, 100, 3), pacing, 1_700_000_000_000L)
                .run(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
    }

    /** Answers each request in two writes; closes a connection after so many requests. */
    private void serve(int requestsPerConnection) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                while (true) {
                                    Socket socket = server.accept();
                                    Thread.ofVirtual()
                                            .start(() -> answer(socket, requestsPerConnection));
                                }
                            } catch (IOException closed) {
                                assertThat(server.isClosed()).isTrue();
                            }
                        });
    }

    private static void answer(Socket socket, int requests) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < requests; i++) {
                byte[] request = new byte[in.readInt()];
                in.readFully(request);
                Matcher opaque = OPAQUE.matcher(new String(request, US_ASCII));
                assertThat(opaque.find()).isTrue();
                byte[] header =
                        "{\"code\":0,\"flag\":1,\"opaque\":%s}"
                                .formatted(opaque.group(1))
                                .getBytes(US_ASCII);
                byte[] lengths =
                        java.nio.ByteBuffer.allocate(8)
                                .putInt(4 + header.length)
                                .putInt(header.length)
                                .array();
                socket.getOutputStream().write(lengths);
                socket.getOutputStream().write(header);
            }
        } catch (EOFException clientDone) {
            assertThat(socket.isClosed()).isTrue();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
