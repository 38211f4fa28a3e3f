package io.apogeemq.systemtests.client;

import static io.apogeemq.systemtests.client.Clients.message;
import static io.apogeemq.systemtests.process.Patience.await;

import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Several independent NameServers, and life while one of them is away. */
@RunServices(nameServers = 2, brokerProperties = "registerNameServerPeriod=10000")
@ExtendWith(ClientsExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the servers of NameServersTest")
@Timeout(900)
class NameServersTest {

    @AfterEach
    void everyNameServerIsBack(Services services) {
        services.nameServers().stream()
                .filter(server -> !server.isAlive())
                .forEach(io.apogeemq.systemtests.process.ServiceProcess::start);
        services.awaitRegistrations();
    }

    @Test
    void runningClientsDoNotMissAKilledNameServer(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("ns-killed", 2);
        Inbox inbox = clients.listen(services.newName("ns-killed-group"), topic, "*");
        DefaultMQProducer producer = clients.producer();
        producer.send(message(topic, "before"));

        services.nameServer().kill();
        producer.send(message(topic, "after"));
        String later = services.newTopic("ns-killed-later", 1);
        eventually(() -> producer.send(message(later, "to a topic made meanwhile")));

        inbox.awaitBodies(List.of("before", "after"));
        Inbox laterInbox = listen(clients, services.newName("ns-killed-later"), later);
        laterInbox.awaitBodies(List.of("to a topic made meanwhile"));
    }

    @Test
    void newClientsFindTheOneThatIsLeft(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("ns-left", 2);

        services.nameServer().stop();

        Inbox inbox = listen(clients, services.newName("ns-left-group"), topic);
        eventually(() -> clients.producer().send(message(topic, "found")));
        inbox.awaitBodies(List.of("found"));
    }

    @Test
    void aNameServerThatComesBackLearnsEverythingAgain(Services services, Clients clients)
            throws Exception {
        String before = services.newTopic("ns-before", 1);
        services.nameServer().stop();
        String meanwhile = services.newTopic("ns-meanwhile", 1);

        services.nameServer().start();
        services.awaitRegistrations();
        services.awaitRoute(before);
        services.awaitRoute(meanwhile);

        services.nameServers().get(1).stop();
        DefaultMQProducer producer = clients.producer();
        eventually(() -> producer.send(message(before, "m")));
        eventually(() -> producer.send(message(meanwhile, "m")));
    }

    @Test
    void clientsGoOnWithoutAnyNameServer(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("ns-none", 1);
        Inbox inbox = clients.listen(services.newName("ns-none-group"), topic, "*");
        DefaultMQProducer producer = clients.producer();
        producer.send(message(topic, "before"));
        inbox.awaitBodies(List.of("before"));

        services.nameServers().forEach(io.apogeemq.systemtests.process.ServiceProcess::kill);
        producer.send(message(topic, "after"));

        inbox.awaitBodies(List.of("after"));
    }

    /**
     * One inbox for all attempts: a consumer of 4.9.8 whose start failed may live on as a member of
     * its group and get the messages.
     */
    private static Inbox listen(Clients clients, String group, String topic) {
        Inbox inbox = new Inbox();
        eventually(() -> clients.listen(group, topic, "*", inbox));
        return inbox;
    }

    /**
     * A client begins with any of its NameServers and gives up when that one is away: it is for the
     * application to try again.
     */
    private static <T> T eventually(Callable<T> step) {
        return await("success").ignoreExceptions().until(step, done -> true);
    }
}
