package io.apogeemq.common.remoting;

/** Why a connection was closed by us before its time. */
public enum RejectReason {
    /** The first byte starts a TLS handshake. */
    TLS("a TLS handshake"),
    /** The announced length exceeds the limit. */
    FRAME_TOO_LARGE("a frame over the limit"),
    /** Lengths that contradict each other, or an unknown header form. */
    MALFORMED_FRAME("a malformed frame"),
    /** The header is over its limits or is not what its form demands. */
    MALFORMED_HEADER("a malformed header"),
    /** No complete frame within the deadline after connecting. */
    FIRST_FRAME_DEADLINE("no frame since it connected"),
    /** A frame that was begun and not completed within the deadline. */
    PARTIAL_FRAME_DEADLINE("a frame that never ended"),
    /** Nothing read and nothing written for too long. */
    IDLE("silence"),
    /** All frames being assembled together hold too much memory. */
    MEMORY("memory for unfinished frames used up");

    private final String words;

    RejectReason(String words) {
        this.words = words;
    }

    /** The reason as the end of a sentence. */
    String words() {
        return words;
    }
}
