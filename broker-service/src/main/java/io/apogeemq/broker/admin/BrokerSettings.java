package io.apogeemq.broker.admin;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The settings of the broker under their classic names. The configuration provides it. */
public interface BrokerSettings {

    /** Effective values; secrets too, which are masked before anybody sees them. */
    Map<String, String> items();

    /** Keys that must not be changed while the broker runs, whatever else is allowed. */
    List<String> protectedKeys();

    /**
     * Changes settings, all or none; durable on return. May block on the disk.
     *
     * @param wanted classic keys with classic values
     * @return what is wrong with them, one sentence each; empty when they hold now
     */
    List<String> change(Map<String, String> wanted) throws IOException;
}
