package io.apogeemq.namesrv.health;

/** Whether and where the NameServer can be reached; what health has to know of it. */
public interface NamesrvDoor {
    /** {@code host:port} that is listened on. */
    String address();

    /** Says whether it is listened on now. */
    boolean isOpen();

    /** How many connections are open; 0 while it is not listened on. */
    long openConnections();
}
