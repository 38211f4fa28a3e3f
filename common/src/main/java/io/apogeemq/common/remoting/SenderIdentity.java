package io.apogeemq.common.remoting;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What our side says about itself in every frame, encoded once. */
final class SenderIdentity {
    private final Language language;
    private final int version;
    private final byte[] jsonLanguage;
    private final byte[] jsonEnd;

    SenderIdentity(Language language, int version) {
        this.language = language;
        this.version = version;
        this.jsonLanguage = (",\"language\":\"" + language + "\",\"opaque\":").getBytes(US_ASCII);
        this.jsonEnd =
                (",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":" + version + "}")
                        .getBytes(US_ASCII);
    }

    Language language() {
        return language;
    }

    int version() {
        return version;
    }

    /** The part between flag and opaque. */
    byte[] jsonLanguage() {
        return jsonLanguage;
    }

    /** The part behind opaque and remark. */
    byte[] jsonEnd() {
        return jsonEnd;
    }
}
