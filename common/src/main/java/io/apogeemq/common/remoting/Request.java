package io.apogeemq.common.remoting;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to be sent by a client, or pushed by a server: code, ext fields and body. Single use
 * and not thread-safe until it is sent; the methods return the same object.
 */
public final class Request {
    private final int code;
    private final Outgoing content = new Outgoing();
    private @Nullable String remark;

    private Request(int code) {
        this.code = code;
    }

    /** A request without fields and body. */
    public static Request of(int code) {
        return new Request(code);
    }

    /** Sets the remark, which requests normally don't have. */
    public Request remark(@Nullable String text) {
        remark = text;
        return this;
    }

    /** Adds a field; one whose value is null is left out, as the protocol does. */
    public Request field(String name, @Nullable String value) {
        content.declareFields();
        if (value != null) {
            content.field(name, value);
        }
        return this;
    }

    /** Adds a number. */
    public Request field(String name, long value) {
        content.field(name, value);
        return this;
    }

    /** Adds a boolean as {@code true} or {@code false}. */
    public Request field(String name, boolean value) {
        content.field(name, value);
        return this;
    }

    /** Makes the request carry an ext field block even if no field is added. */
    public Request withFields() {
        content.declareFields();
        return this;
    }

    /** Sets the body. Ownership: lent until the call has ended; empty means no body. */
    public Request body(byte[] bytes) {
        content.body(new Body.Heap(bytes));
        return this;
    }

    /** Sets the body. Ownership: lent until the call has ended; position stays as it is. */
    public Request body(ByteBuffer bytes) {
        content.body(new Body.View(bytes));
        return this;
    }

    /**
     * Sets a body that is written from where it lies, as {@link Answer#body(List, Runnable)} does.
     *
     * <p>Ownership: taken; {@code release} runs exactly once when written or given up.
     */
    public Request body(List<ByteBuffer> slices, Runnable release) {
        content.body(new Body.Slices(slices, release));
        return this;
    }

    /** The request code. */
    public int code() {
        return code;
    }

    @Nullable String remark() {
        return remark;
    }

    Outgoing content() {
        return content;
    }

    /** Whether the body survives being sent, so that the request can be sent again. */
    boolean isRepeatable() {
        return !(content.body() instanceof Body.Slices);
    }
}
