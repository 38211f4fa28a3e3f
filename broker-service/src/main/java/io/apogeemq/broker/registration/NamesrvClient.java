package io.apogeemq.broker.registration;

import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.namesrv.BrokerIdentity;
import io.apogeemq.common.protocol.namesrv.RegisterBroker;
import io.apogeemq.common.remoting.RemotingClient;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import io.apogeemq.common.route.BrokerEntry;
import io.apogeemq.common.route.BrokerRegistration;
import io.apogeemq.common.route.ClusterInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What a broker says to a NameServer and asks of it, in commands. Any thread; never blocks. */
final class NamesrvClient {

    private static final Duration QUICK = Duration.ofSeconds(3);

    private final RemotingClient client;
    private final String process;

    /**
     * Speaks over a client.
     *
     * @param process differs from one process of a broker to the next, and only then
     */
    NamesrvClient(RemotingClient client, String process) {
        this.client = client;
        this.process = process;
    }

    /** Tells one NameServer who this is and which topics it has. */
    CompletionStage<Response> register(
            String namesrv, BrokerInstance broker, BrokerRegistration topics, Duration timeout) {
        RegisterBroker header =
                new RegisterBroker(
                        identity(broker),
                        broker.haAddress(),
                        null,
                        // Slaves that stand in for their master are not part of this version; that
                        // the field is there tells NameServers that the broker knows of them.
                        false,
                        null,
                        process,
                        0);
        return client.call(namesrv, header.toRequest(topics), timeout);
    }

    /** Tells one NameServer that this broker goes. */
    CompletionStage<Response> unregister(String namesrv, BrokerInstance broker) {
        return client.call(
                namesrv, identity(broker).toRequest(RequestCode.UNREGISTER_BROKER), QUICK);
    }

    private static BrokerIdentity identity(BrokerInstance broker) {
        return new BrokerIdentity(
                broker.clusterName(), broker.brokerName(), broker.address(), broker.brokerId());
    }

    /** Leaves a NameServer whose name leads to another machine by now. */
    void leaveIfMoved(String namesrv) {
        client.leaveIfMoved(namesrv);
    }

    /** Who holds a broker's name and id, by one NameServer's knowledge. */
    CompletionStage<Optional<String>> holder(String namesrv, BrokerInstance broker) {
        return client.call(namesrv, Request.of(RequestCode.GET_BROKER_CLUSTER_INFO), QUICK)
                .thenApply(
                        response -> {
                            if (response.code() != ResponseCode.SUCCESS) {
                                return Optional.empty();
                            }
                            BrokerEntry group =
                                    ClusterInfo.parse(response.body())
                                            .brokers()
                                            .get(broker.brokerName());
                            return group == null
                                    ? Optional.empty()
                                    : Optional.ofNullable(
                                            group.brokerAddrs().get(broker.brokerId()));
                        });
    }

    /** Whether somebody answers at a broker's address, whatever the answer. */
    CompletionStage<Boolean> answers(String address) {
        return client.call(address, Request.of(RequestCode.GET_BROKER_RUNTIME_INFO), QUICK)
                .handle((response, failure) -> failure == null);
    }
}
