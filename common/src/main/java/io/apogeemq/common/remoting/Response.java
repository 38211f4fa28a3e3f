package io.apogeemq.common.remoting;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that was received, copied to the heap. Ownership: given to caller.
 *
 * @param code response code, 0 for success
 * @param remark explanation, if any
 * @param fields ext fields in wire order, unmodifiable; empty where there were none
 * @param body empty where there was none
 * @param version protocol version that the answering side wrote into this frame
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes are compared by whoever knows what they mean.
public record Response(
        int code, @Nullable String remark, Map<String, String> fields, byte[] body, int version) {
    /** Whether the code is 0. */
    public boolean isSuccess() {
        return code == 0;
    }

    /** The fields with typed access. */
    public Fields typedFields() {
        return Fields.of(fields);
    }

    @Override
    public String toString() {
        return "Response[code="
                + code
                + ", remark="
                + remark
                + ", fields="
                + fields.keySet()
                + ", body="
                + body.length
                + "B]";
    }
}
