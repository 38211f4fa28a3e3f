package io.apogeemq.common.remoting.testing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A TCP connection to a server on this machine, used from one thread. */
public final class RawPeer implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream input;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new DataInputStream(socket.getInputStream());
    }

    /** Connects to a port of the loopback interface. */
    public static RawPeer connect(int port) {
        return connect(port, 0);
    }

    /** Connects with a receive buffer of the given size, 0 for the system's own. */
    public static RawPeer connect(int port, int receiveBufferBytes) {
        try {
            Socket socket = new Socket();
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            return new RawPeer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes over a connection that was accepted. */
    public static RawPeer of(Socket socket) {
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return new RawPeer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes as they are. */
    public void send(byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a frame. */
    public void send(WireFrame frame) {
        send(frame.bytes());
    }

    /** Sends a request and waits for the frame that follows. */
    public WireFrame exchange(WireFrame request) {
        send(request);
        return receive();
    }

    /** Waits for a frame. */
    public WireFrame receive() {
        try {
            int length = input.readInt();
            int typeAndLength = input.readInt();
            int headerLength = typeAndLength & 0xFFFFFF;
            byte[] header = new byte[headerLength];
            input.readFully(header);
            byte[] body = new byte[length - Integer.BYTES - headerLength];
            input.readFully(body);
            return new WireFrame(typeAndLength >>> 24, header, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether nothing arrives within the given time; the connection must stay open. */
    public boolean isSilentFor(Duration time) {
        try {
            socket.setSoTimeout(Math.toIntExact(time.toMillis()));
            try {
                return input.read() == Integer.MIN_VALUE;
            } catch (SocketTimeoutException e) {
                return true;
            } finally {
                socket.setSoTimeout(TIMEOUT_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the other side to close; false if it sends something instead. */
    public boolean isClosedByPeer() {
        try {
            return input.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (EOFException | SocketException e) {
            // Bytes that the other side had not read when it closed turn the end into a reset.
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends our direction only. */
    public void shutdownOutput() {
        try {
            socket.shutdownOutput();
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
