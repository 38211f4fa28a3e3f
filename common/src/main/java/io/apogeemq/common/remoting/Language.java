package io.apogeemq.common.remoting;

import java.util.Locale;

/**
 * The implementation language that a peer claims in its frames.
 *
 * <p>Informative but for one thing: binary answers go only to peers that are known to read them.
 * Values that we do not know become {@link #OTHER}; they never fail a frame.
 */
public enum Language {
    JAVA(0),
    CPP(1),
    DOTNET(2),
    PYTHON(3),
    DELPHI(4),
    ERLANG(5),
    RUBY(6),
    OTHER(7),
    HTTP(8),
    GO(9),
    PHP(10),
    OMS(11),
    RUST(12),
    NODE_JS(13);

    private static final Language[] BY_CODE = values();

    private final int code;

    Language(int code) {
        this.code = code;
    }

    /** The one-byte code of the binary header. */
    public int code() {
        return code;
    }

    /** Whether a binary answer to a binary request is safe: other clients misread the type byte. */
    boolean readsBinaryAnswers() {
        return this == JAVA || this == GO;
    }

    static Language ofCode(long code) {
        // Declared in the order of their codes; FieldsTest holds that.
        return code >= 0 && code < BY_CODE.length ? BY_CODE[(int) code] : OTHER;
    }

    static Language ofName(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (Language language : BY_CODE) {
            if (language.name().equals(upper)) {
                return language;
            }
        }
        return OTHER;
    }
}
