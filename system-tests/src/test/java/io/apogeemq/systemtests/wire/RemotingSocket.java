package io.apogeemq.systemtests.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A blocking connection to a server's remoting port; one thread at a time. Reading waits at most
 * the timeout given at the start.
 */
public final class RemotingSocket implements AutoCloseable {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    private static final int FRAME_LIMIT = 16 * 1024 * 1024;

    private final Socket socket;
    private final DataInputStream input;
    private int lastOpaque;

    private RemotingSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new DataInputStream(socket.getInputStream());
    }

    public static RemotingSocket connect(int port) {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(DEFAULT_TIMEOUT.toMillis()));
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    Math.toIntExact(DEFAULT_TIMEOUT.toMillis()));
            return new RemotingSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("127.0.0.1:" + port, e);
        }
    }

    /** One request on a connection of its own. */
    public static Frame callOnce(int port, Frame request) {
        try (RemotingSocket socket = connect(port)) {
            return socket.call(request);
        }
    }

    /**
     * Sends the request with a fresh opaque and returns its answer; pushes in between are skipped.
     */
    public Frame call(Frame request) {
        int opaque = ++lastOpaque;
        write(request.withOpaque(opaque).encode());
        while (true) {
            Frame frame = read();
            if (frame.isResponse() && frame.opaque() == opaque) {
                return frame;
            }
        }
    }

    public void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Frame read() {
        return Frame.decode(ByteBuffer.wrap(readBytes()));
    }

    /** The next frame without its length field, whatever is in it. */
    public byte[] readBytes() {
        try {
            int length = input.readInt();
            if (length < 4 || length > FRAME_LIMIT) {
                throw new IllegalStateException("frame length: " + length);
            }
            byte[] frame = new byte[length];
            input.readFully(frame);
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends no more, while still reading: a half-open connection. */
    public void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True when the server closes the connection within the time; false when it keeps silent. */
    public boolean isClosedWithin(Duration time) {
        try {
            socket.setSoTimeout(Math.toIntExact(time.toMillis()));
            return input.read() == -1;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (EOFException | SocketException closed) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
