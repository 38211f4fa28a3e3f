package io.apogeemq.common.remoting;

/**
 * The peer's requests on one connection: finds their handlers, counts those that wait for an
 * answer.
 *
 * <p>Owner: the connection's event loop.
 */
final class InboundRequests {
    private static final int SYSTEM_ERROR = 1;
    private static final int MESSAGE_ILLEGAL = 13;
    private static final int GO_AWAY = 1500;

    /** Clients up to this version take code 1500 for an error instead of a request to reconnect. */
    private static final int LAST_VERSION_WITHOUT_GO_AWAY = 475;

    private final NettyConnection connection;
    private final HandlerTable handlers;
    private final Transport transport;
    private final int most;
    private int inFlight;

    InboundRequests(NettyConnection connection, HandlerTable handlers, Transport transport) {
        this.connection = connection;
        this.handlers = handlers;
        this.transport = transport;
        this.most = transport.limits().maxInFlightRequests();
    }

    void serve(Command request) {
        if (request.isOneWay()) {
            handle(request, DroppedReply.INSTANCE);
            return;
        }
        inFlight++;
        boolean binary = request.isBinary() && request.language().readsBinaryAnswers();
        PendingReply reply = new PendingReply(connection, request.opaque(), binary);
        if (transport.isDraining() && request.version() > LAST_VERSION_WITHOUT_GO_AWAY) {
            reply.fail(GO_AWAY, "please go away");
        } else {
            handle(request, reply);
        }
    }

    private void handle(Command request, Reply reply) {
        int code = request.code();
        HandlerTable.Entry entry = handlers.find(code);
        if (request.bodyLength() > entry.maxBodyBytes()) {
            reply.fail(
                    MESSAGE_ILLEGAL,
                    "body: %d B (expected: at most %d for request type %d)"
                            .formatted(request.bodyLength(), entry.maxBodyBytes(), code));
            return;
        }
        try {
            entry.handler().handle(connection, request, reply);
        } catch (BadFieldException e) {
            failUnlessAnswered(reply, e);
        } catch (RuntimeException e) {
            transport.counters().handlerFailed();
            transport.log().handlerFailed(connection, code, e);
            failUnlessAnswered(reply, e);
        }
    }

    private static void failUnlessAnswered(Reply reply, RuntimeException failure) {
        if (reply instanceof PendingReply pending) {
            String text = failure.getMessage();
            pending.failUnlessAnswered(
                    SYSTEM_ERROR, text == null ? failure.getClass().getName() : text);
        }
    }

    /** One request got its answer. */
    void answered() {
        inFlight--;
    }

    boolean isQuiet() {
        return inFlight == 0;
    }

    boolean isFull() {
        return inFlight >= most;
    }

    /** Whether reading may go on after it was full; some room, so that it doesn't flap. */
    boolean hasRoom() {
        return inFlight <= most / 2;
    }
}
