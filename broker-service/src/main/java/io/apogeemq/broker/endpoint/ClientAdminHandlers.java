package io.apogeemq.broker.endpoint;

import io.apogeemq.broker.admin.ClientAdmin;
import io.apogeemq.broker.admin.ClientRelay;
import io.apogeemq.broker.admin.ConnectedClients;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.admin.ClientConnection;
import io.apogeemq.common.protocol.admin.ConsumerConnectionBody;
import io.apogeemq.common.protocol.admin.ConsumerQuestion;
import io.apogeemq.common.protocol.admin.ConsumerTableBody;
import io.apogeemq.common.protocol.admin.GroupSubscriptionBody;
import io.apogeemq.common.protocol.admin.OperatorRelay;
import io.apogeemq.common.protocol.admin.ProducerConnectionBody;
import io.apogeemq.common.protocol.admin.ProducerTableBody;
import io.apogeemq.common.protocol.admin.ProducerTableBody.Producer;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.HandlerTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The door of operators who look at clients: 203, 204, 223, 307, 309, 328 and 345. */
public final class ClientAdminHandlers {

    private final ClientAdmin clients;
    private final ClientRelay relay;
    private final AdminAnswers answers;

    /**
     * Serves from these.
     *
     * @param executor carries requests out; may block
     */
    public ClientAdminHandlers(ClientAdmin clients, ClientRelay relay, Executor executor) {
        this.clients = clients;
        this.relay = relay;
        this.answers = new AdminAnswers(executor);
    }

    /** A group, a topic and perhaps one member. */
    private record StatusOf(String topic, String group, @Nullable String clientId) {}

    /** A group and perhaps a topic. */
    private record SubscriptionOf(String group, String topic) {}

    /** A question with its body. */
    @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
    private record Question(ConsumerQuestion question, byte[] body) {}

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        answers.now(
                table,
                RequestCode.GET_CONSUMER_CONNECTION_LIST,
                command -> command.fields().requireText("consumerGroup"),
                group ->
                        AdminAnswers.body(
                                clients.consumers(group), ConsumerConnectionBody::encode));
        answers.now(
                table,
                RequestCode.GET_PRODUCER_CONNECTION_LIST,
                command -> command.fields().requireText("producerGroup"),
                group ->
                        AdminAnswers.body(
                                clients.producers(group), ProducerConnectionBody::encode));
        answers.now(
                table,
                RequestCode.GET_ALL_PRODUCER_INFO,
                command -> "",
                nothing -> AdminAnswers.body(producers(clients.allProducers()).encode()));
        answers.now(
                table,
                RequestCode.QUERY_SUBSCRIPTION_BY_CONSUMER,
                ClientAdminHandlers::subscriptionOf,
                wanted ->
                        AdminAnswers.body(
                                new GroupSubscriptionBody(
                                                wanted.group(),
                                                wanted.topic(),
                                                clients.subscription(
                                                        wanted.group(), wanted.topic()))
                                        .encode()));
        answers.later(
                table,
                RequestCode.INVOKE_BROKER_TO_GET_CONSUMER_STATUS,
                ClientAdminHandlers::statusOf,
                wanted ->
                        clients.status(wanted.topic(), wanted.group(), wanted.clientId())
                                .thenApply(
                                        outcome ->
                                                AdminAnswers.body(
                                                        outcome, ConsumerTableBody::encode)));
        answers.later(
                table,
                RequestCode.GET_CONSUMER_RUNNING_INFO,
                command -> new Question(ConsumerQuestion.decode(command), command.copyBody()),
                asked ->
                        relay.runningInfo(asked.question(), asked.body())
                                .<Answer>thenApply(OperatorRelay::answer));
        answers.later(
                table,
                RequestCode.CONSUME_MESSAGE_DIRECTLY,
                ConsumerQuestion::decode,
                asked -> relay.consumeDirectly(asked).<Answer>thenApply(OperatorRelay::answer));
    }

    private static ProducerTableBody producers(Map<String, List<ConnectedClients.Client>> groups) {
        Map<String, List<Producer>> shown = new LinkedHashMap<>();
        groups.forEach(
                (group, members) ->
                        shown.put(
                                group,
                                members.stream().map(ClientAdminHandlers::producer).toList()));
        return new ProducerTableBody(shown);
    }

    private static Producer producer(ConnectedClients.Client client) {
        return new Producer(
                new ClientConnection(
                        client.clientId(),
                        client.peer().address(),
                        client.peer().language(),
                        client.peer().version()),
                client.lastHeartbeatMillis());
    }

    private static SubscriptionOf subscriptionOf(Command command) {
        String topic = command.fields().text("topic");
        return new SubscriptionOf(
                command.fields().requireText("group"), topic == null ? "" : topic);
    }

    private static StatusOf statusOf(Command command) {
        Fields fields = command.fields();
        String client = fields.text("clientAddr");
        return new StatusOf(
                fields.requireText("topic"),
                fields.requireText("group"),
                client == null || client.isBlank() ? null : client);
    }
}
