package io.apogeemq.common.broker;

import java.util.Map;

/**
 * An answer that is passed on unseen.
 *
 * @param code the classic response code
 * @param remark what it says, may be empty
 * @param fields header fields
 * @param body the body, empty when none; given to the receiver
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on unseen, never compared.
public record OperatorAnswer(int code, String remark, Map<String, String> fields, byte[] body) {
    public OperatorAnswer {
        fields = Map.copyOf(fields);
    }
}
