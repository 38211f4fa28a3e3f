package io.apogeemq.broker.filter;

/** What became of an expression. */
public sealed interface FilterOutcome {

    /** It can be served. */
    record Ready(EntryFilter filter) implements FilterOutcome {}

    /**
     * It is no expression of its type.
     *
     * @param detail one sentence for the person who wrote it
     */
    record Unparsable(String detail) implements FilterOutcome {}

    /**
     * This broker does not serve expressions of its type.
     *
     * @param detail one sentence for the person who wrote it
     */
    record Unsupported(String detail) implements FilterOutcome {}
}
