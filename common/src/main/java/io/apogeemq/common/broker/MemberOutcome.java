package io.apogeemq.common.broker;

import java.util.List;

/** Who is in a group. */
public sealed interface MemberOutcome permits MemberOutcome.Members, Refused {

    /** Client ids, at least one, in no promised order. */
    record Members(List<String> clientIds) implements MemberOutcome {
        public Members {
            clientIds = List.copyOf(clientIds);
        }
    }
}
