package io.apogeemq.common.remoting;

/** What arrived is no frame; the connection cannot be used any more. Carries no stack trace. */
final class MalformedFrameException extends RuntimeException {
    private final RejectReason reason;

    MalformedFrameException(RejectReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    static MalformedFrameException header(String detail) {
        return new MalformedFrameException(RejectReason.MALFORMED_HEADER, detail);
    }

    RejectReason reason() {
        return reason;
    }
}
