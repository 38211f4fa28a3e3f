package io.apogeemq.common.remoting;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields and body of a command that is being put together, shared by {@link Answer} and {@link
 * Request}. Not thread-safe; the builder's caller owns it.
 */
final class Outgoing implements AnswerFields {
    private static final int USUAL_FIELDS = 8;

    private @Nullable List<Object> fields;
    private Body body = Body.NONE;

    void field(String name, Object value) {
        declareFields();
        if (fields != null) {
            fields.add(name);
            fields.add(value);
        }
    }

    /** From here on an ext field block is written even if it stays empty. */
    void declareFields() {
        if (fields == null) {
            fields = new ArrayList<>(2 * USUAL_FIELDS);
        }
    }

    void body(Body next) {
        body.release();
        body = next;
    }

    boolean hasFields() {
        return fields != null;
    }

    Body body() {
        return body;
    }

    @Override
    public void writeTo(FieldSink sink) {
        if (fields == null) {
            return;
        }
        HeaderWriter writer = (HeaderWriter) sink;
        for (int i = 0; i < fields.size(); i += 2) {
            // Names may come from a peer, as when a request is passed on: they are escaped, too.
            writer.putAnyName((String) fields.get(i), fields.get(i + 1).toString());
        }
    }
}
