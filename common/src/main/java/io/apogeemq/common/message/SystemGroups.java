package io.apogeemq.common.message;

import java.util.Set;

/** The consumer groups that belong to brokers and tools rather than to users. */
public final class SystemGroups {

    public static final String TOOLS = "TOOLS_CONSUMER";
    public static final String SCHEDULE = "SCHEDULE_CONSUMER";
    public static final String CLIENT_INNER_PRODUCER = "CLIENT_INNER_PRODUCER";
    public static final String TRANSACTION = "CID_RMQ_SYS_TRANS";
    public static final String REVIVE = "CID_RMQ_SYS_REVIVE_GROUP";

    /** Whatever begins so is a broker's own; created even when automatic creation is off. */
    public static final String SYSTEM_PREFIX = "CID_RMQ_SYS_";

    /** The groups that a broker makes when it starts. */
    public static final Set<String> CREATED_AT_START =
            Set.of(
                    TOOLS,
                    TRANSACTION,
                    "FILTERSRV_CONSUMER",
                    "SELF_TEST_C_GROUP",
                    "CID_ONS-HTTP-PROXY",
                    "CID_ONSAPI_PULL",
                    "CID_ONSAPI_PERMISSION",
                    "CID_ONSAPI_OWNER");

    private static final Set<String> OTHERS =
            Set.of("SELF_TEST_P_GROUP", SCHEDULE, "__MONITOR_CONSUMER", CLIENT_INNER_PRODUCER);

    private SystemGroups() {}

    /** Whether the group is the system's: such groups are neither changed nor deleted by users. */
    public static boolean isSystem(String group) {
        return group.startsWith(SYSTEM_PREFIX)
                || CREATED_AT_START.contains(group)
                || OTHERS.contains(group);
    }
}
