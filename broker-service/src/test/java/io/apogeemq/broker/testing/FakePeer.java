package io.apogeemq.broker.testing;

import io.apogeemq.common.broker.ClientPeer;
import io.apogeemq.common.broker.OperatorAnswer;
import io.apogeemq.common.message.MessageQueue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that notes what it is told and answers what it was given. Any thread. */
public final class FakePeer implements ClientPeer {

    /** A question that was asked of it. */
    @SuppressWarnings("ArrayRecordComponent") // Looked at, never compared.
    public record Question(int code, Map<String, String> fields, byte[] body) {}

    private final String address;
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final List<Question> questions = new CopyOnWriteArrayList<>();
    private volatile int version = 475;
    private volatile boolean open = true;
    private volatile CompletionStage<Map<MessageQueue, Long>> status =
            CompletableFuture.completedStage(Map.of());
    private volatile CompletionStage<OperatorAnswer> answer =
            CompletableFuture.failedStage(new IllegalStateException("nothing to answer"));

    public FakePeer(String address) {
        this.address = address;
    }

    /** The groups whose change it was told of, in order. */
    public List<String> notices() {
        return notices;
    }

    /** What it was asked. */
    public List<Question> questions() {
        return questions;
    }

    /** What protocol version it states from now on. */
    public FakePeer version(int stated) {
        version = stated;
        return this;
    }

    /** What it answers about its offsets from now on. */
    public FakePeer status(CompletionStage<Map<MessageQueue, Long>> answered) {
        status = answered;
        return this;
    }

    /** What it answers to operators from now on. */
    public FakePeer answer(CompletionStage<OperatorAnswer> answered) {
        answer = answered;
        return this;
    }

    /** From now on it cannot be reached. */
    public void close() {
        open = false;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public String language() {
        return "JAVA";
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void membersChanged(String group) {
        notices.add(group);
    }

    @Override
    public void offsetsReset(
            String topic, String group, long timestamp, Map<MessageQueue, Long> offsets) {
        notices.add(group);
    }

    @Override
    public CompletionStage<Map<MessageQueue, Long>> consumerStatus(String topic, String group) {
        return status;
    }

    @Override
    public CompletionStage<OperatorAnswer> ask(int code, Map<String, String> fields, byte[] body) {
        questions.add(new Question(code, fields, body));
        return answer;
    }
}
