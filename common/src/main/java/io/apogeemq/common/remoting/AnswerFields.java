package io.apogeemq.common.remoting;

/**
 * Writes the ext fields of one answer straight into the outgoing frame. Called once, on the thread
 * that replies, before {@link Reply#write} returns. Paths that must not allocate pass a reused
 * object.
 */
@FunctionalInterface
public interface AnswerFields {
    /** Puts the fields in any order; each name once. */
    void writeTo(FieldSink sink);
}
