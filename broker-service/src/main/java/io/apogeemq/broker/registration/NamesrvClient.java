package io.apogeemq.broker.registration;

import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
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

    NamesrvClient(RemotingClient client) {
        this.client = client;
    }

    /** Tells one NameServer who this is and which topics it has. */
    CompletionStage<Response> register(
            String namesrv, BrokerInstance broker, BrokerRegistration topics, Duration timeout) {
        Request request =
                Request.of(RequestCode.REGISTER_BROKER)
                        .field("brokerName", broker.brokerName())
                        .field("brokerAddr", broker.address())
                        .field("clusterName", broker.clusterName())
                        .field("haServerAddr", broker.haAddress())
                        .field("brokerId", broker.brokerId())
                        .field("compressed", false)
                        // 0 asks for no check: TCP has one, and the body is parsed strictly.
                        .field("bodyCrc32", 0)
                        .body(topics.encode());
        return client.call(namesrv, request, timeout);
    }

    /** Tells one NameServer that this broker goes. */
    CompletionStage<Response> unregister(String namesrv, BrokerInstance broker) {
        Request request =
                Request.of(RequestCode.UNREGISTER_BROKER)
                        .field("brokerName", broker.brokerName())
                        .field("brokerAddr", broker.address())
                        .field("clusterName", broker.clusterName())
                        .field("brokerId", broker.brokerId());
        return client.call(namesrv, request, QUICK);
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
