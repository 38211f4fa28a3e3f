package io.apogeemq.common.route;

/**
 * The permission bits of a topic, a queue entry or a broker: a number on the wire, so a number
 * here.
 */
public final class Permission {
    /** The topic may serve as the template of topics that create themselves. */
    public static final int INHERIT = 1;

    /** Messages may be sent. */
    public static final int WRITE = 2;

    /** Messages may be read. */
    public static final int READ = 4;

    /** Reserved. */
    public static final int PRIORITY = 8;

    /** What a topic usually has. */
    public static final int READ_WRITE = READ | WRITE;

    private Permission() {}

    public static boolean isReadable(int permission) {
        return (permission & READ) != 0;
    }

    public static boolean isWritable(int permission) {
        return (permission & WRITE) != 0;
    }

    public static boolean isInherited(int permission) {
        return (permission & INHERIT) != 0;
    }

    /** The same without the right to send. */
    public static int withoutWrite(int permission) {
        return permission & ~WRITE;
    }

    /** Says whether the number has no other bits than the four known ones. */
    public static boolean isKnown(int permission) {
        return (permission & ~(INHERIT | WRITE | READ | PRIORITY)) == 0;
    }

    /** The bits as operators know them, for instance {@code RW-}. */
    public static String text(int permission) {
        return (isReadable(permission) ? "R" : "-")
                + (isWritable(permission) ? "W" : "-")
                + (isInherited(permission) ? "X" : "-");
    }
}
