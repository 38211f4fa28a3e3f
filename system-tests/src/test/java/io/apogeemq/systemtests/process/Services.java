package io.apogeemq.systemtests.process;

import static io.apogeemq.systemtests.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.systemtests.wire.Frame;
import io.apogeemq.systemtests.wire.RemotingSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The servers of one or more test classes: NameServers and brokers that know each other, each with
 * reserved ports and a home of its own below one directory. Starting and stopping is for one thread
 * at a time; names and addresses may be read by all.
 */
public final class Services implements AutoCloseable {

    private static final int CREATE_TOPIC = 17;
    private static final int DELETE_TOPIC = 215;
    private static final int ALL_PROGRESS = 43;
    private static final int ROUTE_OF_TOPIC = 105;
    private static final int SUCCESS = 0;
    private static final Pattern COUNTER =
            Pattern.compile("\"dataVersion\":\\{[^}]*\"counter\":(\\d+)");

    /** Makes names unique over all runs against a store that is kept. */
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Path directory;
    private final ServerFamily family;
    private final List<FreePorts> ports = new ArrayList<>();
    private final List<ServiceProcess> nameServers = new ArrayList<>();
    private final List<ServiceProcess> brokers = new ArrayList<>();
    private volatile boolean keepEvidence;

    Services(Path directory, ServerFamily family) {
        this.directory = directory;
        this.family = family;
    }

    /** True if the servers are our own, for behaviour that differs from Apache's on purpose. */
    public boolean isApogee() {
        return family.isApogee();
    }

    /** Adds a NameServer without starting it. */
    public ServiceProcess addNameServer() {
        FreePorts reserved = reserve();
        ServiceProcess server =
                process(
                        "namesrv-" + nameServers.size(),
                        ServerFamily.Role.NAME_SERVER,
                        Map.of("listenPort", Integer.toString(reserved.port())),
                        reserved.port());
        nameServers.add(server);
        return server;
    }

    /**
     * Adds a master without starting it; it will know all NameServers added before.
     *
     * @param properties classic keys beside those for name, ports and store
     */
    public ServiceProcess addBroker(Map<String, String> properties) {
        FreePorts reserved = reserve();
        String name = "broker-" + (char) ('a' + brokers.size());
        Map<String, String> all = new HashMap<>();
        all.put("brokerName", name);
        all.put("brokerIP1", "127.0.0.1");
        all.put("listenPort", Integer.toString(reserved.port()));
        all.put("storePathRootDir", directory.resolve(name).resolve("store").toString());
        all.putAll(properties);
        ServiceProcess server = process(name, ServerFamily.Role.BROKER, all, reserved.port());
        brokers.add(server);
        return server;
    }

    /** Starts everything that was added, and waits until each NameServer knows each broker. */
    public void start() {
        nameServers.forEach(ServiceProcess::start);
        brokers.forEach(ServiceProcess::start);
        awaitRegistrations();
    }

    /** Waits until each running NameServer gives a route to every running broker. */
    public void awaitRegistrations() {
        awaitRoute("TBW102");
    }

    /** Creates the topic at every broker and waits until all NameServers know it. */
    public void createTopic(String topic, int queues) {
        createTopic(topic, queues, queues, 6);
    }

    public void createTopic(String topic, int readQueues, int writeQueues, int permission) {
        for (ServiceProcess broker : brokers) {
            Frame answer =
                    RemotingSocket.callOnce(
                            broker.port(),
                            Frame.request(
                                    CREATE_TOPIC,
                                    Map.of(
                                            "topic",
                                            topic,
                                            "defaultTopic",
                                            "TBW102",
                                            "readQueueNums",
                                            Integer.toString(readQueues),
                                            "writeQueueNums",
                                            Integer.toString(writeQueues),
                                            "perm",
                                            Integer.toString(permission),
                                            "topicFilterType",
                                            "SINGLE_TAG",
                                            "topicSysFlag",
                                            "0",
                                            "order",
                                            "false")));
            assertThat(answer.code()).as(answer.remarkText()).isEqualTo(SUCCESS);
        }
        awaitRoute(topic);
    }

    /** Deletes the topic at every broker; NameServers may go on telling where it was. */
    public void deleteTopic(String topic) {
        for (ServiceProcess broker : brokers) {
            Frame answer =
                    RemotingSocket.callOnce(
                            broker.port(), Frame.request(DELETE_TOPIC, Map.of("topic", topic)));
            assertThat(answer.code()).as(answer.remarkText()).isEqualTo(SUCCESS);
        }
    }

    /** A topic of that many queues under a name that no other test uses. */
    public String newTopic(String prefix, int queues) {
        String topic = newName(prefix);
        createTopic(topic, queues);
        return topic;
    }

    /** A name for a topic or group that no other test uses. */
    public String newName(String prefix) {
        return prefix
                + "-"
                + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX)
                + "-"
                + NAMES.incrementAndGet();
    }

    /** The addresses of all NameServers, joined as clients want them. */
    public String nameServerAddresses() {
        return nameServers.stream().map(ServiceProcess::address).collect(Collectors.joining(";"));
    }

    public ServiceProcess nameServer() {
        return nameServers.getFirst();
    }

    public List<ServiceProcess> nameServers() {
        return List.copyOf(nameServers);
    }

    public ServiceProcess broker() {
        return brokers.getFirst();
    }

    public List<ServiceProcess> brokers() {
        return List.copyOf(brokers);
    }

    /** The end of every server's console, for the report of a failed test; homes are kept then. */
    String evidence() {
        keepEvidence = true;
        return Stream.concat(nameServers.stream(), brokers.stream())
                .map(ServiceProcess::tail)
                .collect(Collectors.joining("\n"));
    }

    /** Ends all servers; their homes are deleted unless a test failed. */
    @Override
    public void close() {
        brokers.forEach(ServiceProcess::close);
        nameServers.forEach(ServiceProcess::close);
        ports.forEach(FreePorts::close);
        if (!keepEvidence) {
            deleteHomes();
        }
    }

    /** Waits until each running NameServer gives a route to the topic at every running broker. */
    public void awaitRoute(String topic) {
        Frame question = Frame.request(ROUTE_OF_TOPIC, Map.of("topic", topic));
        for (ServiceProcess nameServer : nameServers) {
            if (!nameServer.isAlive()) {
                continue;
            }
            await("route of " + topic + " at " + nameServer.address())
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .until(
                            () -> {
                                Frame answer = RemotingSocket.callOnce(nameServer.port(), question);
                                return answer.code() == SUCCESS
                                        && brokers.stream()
                                                .filter(ServiceProcess::isAlive)
                                                .allMatch(
                                                        broker ->
                                                                answer.bodyText()
                                                                        .contains(
                                                                                broker.address()));
                            });
        }
    }

    /** True if the first NameServer knows where the topic is. */
    public boolean hasRoute(String topic) {
        return RemotingSocket.callOnce(
                                nameServer().port(),
                                Frame.request(ROUTE_OF_TOPIC, Map.of("topic", topic)))
                        .code()
                == SUCCESS;
    }

    /** The version of the first broker's table of progress, which rises with every record of it. */
    public long progressVersion() {
        Frame answer =
                RemotingSocket.callOnce(broker().port(), Frame.request(ALL_PROGRESS, Map.of()));
        assertThat(answer.code()).as(answer.remarkText()).isEqualTo(SUCCESS);
        Matcher counter = COUNTER.matcher(answer.bodyText());
        assertThat(counter.find()).as(answer.bodyText()).isTrue();
        return Long.parseLong(counter.group(1));
    }

    private FreePorts reserve() {
        FreePorts reserved = FreePorts.reserve();
        ports.add(reserved);
        return reserved;
    }

    private ServiceProcess process(
            String name, ServerFamily.Role role, Map<String, String> properties, int port) {
        try {
            Path home = Files.createDirectories(directory.resolve(name));
            return new ServiceProcess(
                    name,
                    family,
                    new ServerFamily.Settings(
                            role,
                            home,
                            properties,
                            role == ServerFamily.Role.BROKER ? nameServerAddresses() : ""),
                    port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteHomes() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((left, right) -> right.compareTo(left)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
