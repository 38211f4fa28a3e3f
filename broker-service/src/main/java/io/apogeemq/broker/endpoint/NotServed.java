package io.apogeemq.broker.endpoint;

import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.HandlerTable;

/** The door of everything that this broker does not have: code 3 and a sentence. */
public final class NotServed {

    private NotServed() {}

    /** Answers all codes that nothing else in the table serves. */
    public static void addTo(HandlerTable.Builder table) {
        table.otherwise(
                (connection, command, reply) ->
                        reply.fail(
                                ResponseCode.REQUEST_CODE_NOT_SUPPORTED, sentence(command.code())));
    }

    /** It begins with the classic text, leading blank included: tools compare it. */
    static String sentence(int code) {
        String classic = " request type " + code + " not supported";
        String name = RequestCode.name(code);
        return name.startsWith("UNKNOWN")
                ? classic
                : classic + ": this version of the broker does not serve " + name;
    }
}
