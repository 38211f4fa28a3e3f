package io.apogeemq.common.message;

/**
 * The bits of a record's {@code sysFlag}. Some belong to the client, the others to the broker: what
 * a client sends in {@link #BROKER_OWNED} bits is masked out before a record is written.
 */
public final class SysFlag {

    /** The body is compressed; which way is in {@link #COMPRESSION_MASK}. Set by the client. */
    public static final int COMPRESSED = 0x1;

    /** The topic's filter type is multi-tag. Set by the broker. */
    public static final int MULTI_TAGS = 0x2;

    /** A half message. Set by the client. */
    public static final int TRANSACTION_PREPARED = 0x4;

    /** The final message of a committed transaction. */
    public static final int TRANSACTION_COMMIT = 0x8;

    /** A rolled back transaction. */
    public static final int TRANSACTION_ROLLBACK = 0xC;

    /** The two bits that hold the transaction type; 0 means not transactional. */
    public static final int TRANSACTION_MASK = 0xC;

    /** The born host is an IPv6 address, so the record is 12 bytes longer. */
    public static final int BORN_HOST_V6 = 0x10;

    /** The store host is an IPv6 address, so the record is 12 bytes longer. */
    public static final int STORE_HOST_V6 = 0x20;

    /** The record is a batch that the reader unwraps. */
    public static final int NEEDS_UNWRAP = 0x40;

    /** The record spans several queue offsets. */
    public static final int INNER_BATCH = 0x80;

    /** The three bits that name the compression: 0 and {@link #COMPRESSION_ZLIB} both mean zlib. */
    public static final int COMPRESSION_MASK = 0x700;

    /** LZ4 compression. */
    public static final int COMPRESSION_LZ4 = 0x100;

    /** Zstandard compression. */
    public static final int COMPRESSION_ZSTD = 0x200;

    /** Zlib compression, said outright. */
    public static final int COMPRESSION_ZLIB = 0x300;

    /** The bits that no client may set. */
    public static final int BROKER_OWNED =
            BORN_HOST_V6 | STORE_HOST_V6 | NEEDS_UNWRAP | INNER_BATCH;

    private SysFlag() {}

    /** The client's flag without the bits that the broker owns. */
    public static int fromClient(int sysFlag) {
        return sysFlag & ~BROKER_OWNED;
    }

    /** The transaction bits alone, one of the {@code TRANSACTION_} values or 0. */
    public static int transactionType(int sysFlag) {
        return sysFlag & TRANSACTION_MASK;
    }

    /** The flag with its transaction bits replaced. */
    public static int withTransactionType(int sysFlag, int transactionType) {
        return (sysFlag & ~TRANSACTION_MASK) | (transactionType & TRANSACTION_MASK);
    }

    /** Bytes of the born host field: 8 or 20. */
    public static int bornHostBytes(int sysFlag) {
        return (sysFlag & BORN_HOST_V6) == 0 ? 8 : 20;
    }

    /** Bytes of the store host field: 8 or 20. */
    public static int storeHostBytes(int sysFlag) {
        return (sysFlag & STORE_HOST_V6) == 0 ? 8 : 20;
    }
}
