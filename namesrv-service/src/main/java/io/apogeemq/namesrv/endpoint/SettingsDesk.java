package io.apogeemq.namesrv.endpoint;

import java.util.List;
import java.util.Map;

/** What operators may see and change of the settings at run time, under their classic names. */
public interface SettingsDesk {
    /** All settings by name, secrets hidden. */
    Map<String, String> items();

    /** Changes settings; blocks on the disk. */
    Change change(Map<String, String> items);

    /** How a change ends. */
    sealed interface Change {
        /** Stored, and in effect as far as the settings can change at run time. */
        record Done() implements Change {}

        /** One of the keys must not be changed over the wire; nothing was changed. */
        record Forbidden() implements Change {}

        /**
         * Keys or values that don't exist; nothing was changed.
         *
         * @param complaints one sentence per key
         */
        record Wrong(List<String> complaints) implements Change {
            public Wrong {
                complaints = List.copyOf(complaints);
            }
        }
    }
}
