package io.apogeemq.common.remoting;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer to be sent through {@link Reply#send}: code, remark, ext fields and body. Single use
 * and not thread-safe; the methods return the same object. For the hottest paths there is {@link
 * Reply#write}, which needs no object at all.
 */
public final class Answer {
    private final int code;
    private final Outgoing content = new Outgoing();
    private @Nullable String remark;

    private Answer(int code) {
        this.code = code;
    }

    /** An answer without remark, fields and body. */
    public static Answer of(int code) {
        return new Answer(code);
    }

    /** Sets the explanation; clients show it for every code but 0. */
    public Answer remark(@Nullable String text) {
        remark = text;
        return this;
    }

    /** Adds a field; one whose value is null is left out, as the protocol does. */
    public Answer field(String name, @Nullable String value) {
        content.declareFields();
        if (value != null) {
            content.field(name, value);
        }
        return this;
    }

    /** Adds a number. */
    public Answer field(String name, long value) {
        content.field(name, value);
        return this;
    }

    /** Adds a boolean as {@code true} or {@code false}. */
    public Answer field(String name, boolean value) {
        content.field(name, value);
        return this;
    }

    /**
     * Makes the answer carry an ext field block even if no field is added: some clients look into
     * the block without asking whether there is one.
     */
    public Answer withFields() {
        content.declareFields();
        return this;
    }

    /** Sets the body, copied when sent. Ownership: lent until sent; empty means no body. */
    public Answer body(byte[] bytes) {
        content.body(new Body.Heap(bytes));
        return this;
    }

    /** Sets the body, copied when sent. Ownership: lent until sent; position stays as it is. */
    public Answer body(ByteBuffer bytes) {
        content.body(new Body.View(bytes));
        return this;
    }

    /**
     * Sets a body that is written from where it lies, by a gathering write; small ones are copied
     * instead, which is cheaper.
     *
     * <p>Ownership: taken. {@code release} runs exactly once, on the event loop or the sending
     * thread, when the bytes are written, or when they never will be: connection lost, request
     * one-way, answer replaced.
     *
     * @param slices direct buffers (heap buffers work but are copied) whose bytes from position to
     *     limit form the body in order
     */
    public Answer body(List<ByteBuffer> slices, Runnable release) {
        content.body(new Body.Slices(slices, release));
        return this;
    }

    /** The response code. */
    public int code() {
        return code;
    }

    @Nullable String remark() {
        return remark;
    }

    Outgoing content() {
        return content;
    }
}
