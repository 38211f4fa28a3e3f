package io.apogeemq.common.remoting;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: decodes frames, hands requests to their handlers and answers to their callers,
 * and sends what it is given.
 *
 * <p>Back-pressure: while too many requests wait for answers, or too many bytes for the peer, no
 * more is read; what was read already stays parked.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Failed closes and writes show in the channel.
final class NettyConnection extends ChannelInboundHandlerAdapter
        implements Connection, FrameAssembler.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(NettyConnection.class);
    private static final InetSocketAddress UNKNOWN = new InetSocketAddress(0);
    private static final long CLOSE_GRACE_SECONDS = 1;

    private final Transport transport;
    private final Channel channel;
    private final EventLoop loop;
    private final LoopTools tools;
    private final ConnectionLimits limits;
    private final long id;
    private final InboundRequests requests;
    private final Outbox outbox;
    private final FrameAssembler assembler;
    private final Calls calls;
    private final ConnectionWatch watch;
    private final Attachments attachments = new Attachments();

    private volatile InetSocketAddress remoteAddress = UNKNOWN;
    private volatile InetSocketAddress localAddress = UNKNOWN;

    private long framesIn;
    private long bytesIn;
    private boolean paused;
    private boolean resuming;
    private boolean leaving;
    private boolean opened;

    NettyConnection(Transport transport, HandlerTable handlers, Channel channel) {
        EventLoops loops = transport.loops();
        this.transport = transport;
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.tools = loops.tools(loop);
        this.limits = transport.limits();
        this.id = loops.nextConnectionId();
        this.requests = new InboundRequests(this, handlers, transport);
        this.watch = new ConnectionWatch(this, channel, limits);
        this.outbox = new Outbox(channel, loops.allocator(), transport.counters(), watch);
        this.assembler =
                new FrameAssembler(
                        this, loops.allocator(), loops.assemblyBudget(), limits.maxFrameBytes());
        this.calls = new Calls(this, tools.wheel, limits.maxPendingCalls());
    }

    // ---- The connection as its users see it.

    @Override
    public long id() {
        return id;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public boolean isOpen() {
        return channel.isActive();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public CompletionStage<Response> call(Request request, Duration timeout) {
        Body body = request.content().body();
        if (!channel.isActive()) {
            body.release();
            return failed(RemotingException.Reason.CLOSED, "not connected to ");
        }
        Calls.Call call = isFlooded() ? null : calls.reserve(nanos(timeout));
        if (call == null) {
            body.release();
            return failed(RemotingException.Reason.OVERLOADED, "too much waits for ");
        }
        try {
            send(request, call);
        } catch (RuntimeException e) {
            calls.giveBack();
            throw e;
        }
        return call.result();
    }

    @Override
    public void sendOneWay(Request request) {
        if (!channel.isActive() || isFlooded()) {
            request.content().body().release();
            transport.counters().oneWayDropped();
            return;
        }
        if (loop.inEventLoop()) {
            HeaderWriter writer = tools.jsonWriter;
            int opaque = calls.nextOpaque();
            outbox.add(
                    writer,
                    transport.encoder().request(writer, opaque, Command.ONE_WAY_BIT, request));
        } else {
            handOver(detach(request, Command.ONE_WAY_BIT, calls.nextOpaque()), false);
        }
    }

    @Override
    public void close(String reason) {
        LOG.atDebug().addKeyValue("peer", remoteAddress).log("closing a connection: {}", reason);
        if (loop.inEventLoop()) {
            closeAfterSending();
            return;
        }
        try {
            loop.execute(this::closeAfterSending);
        } catch (RejectedExecutionException e) {
            channel.close();
        }
    }

    @Override
    public void onClose(Runnable action) {
        channel.closeFuture().addListener(future -> action.run());
    }

    @Override
    public void attach(Object value) {
        attachments.put(value);
    }

    @Override
    public <T> @Nullable T attachment(Class<T> type) {
        return attachments.find(type);
    }

    @Override
    public String toString() {
        return "Connection[" + id + ", " + remoteAddress + "]";
    }

    // ---- Receiving.

    @Override
    public void channelActive(ChannelHandlerContext context) {
        remoteAddress = address(channel.remoteAddress());
        localAddress = address(channel.localAddress());
        opened = true;
        transport.counters().connectionOpened();
        watch.start();
        transport.listener().opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf input = (ByteBuf) message;
        bytesIn += input.readableBytes();
        outbox.beginBatch();
        try {
            assembler.read(input);
        } catch (MalformedFrameException e) {
            reject(e.reason(), e.getMessage());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        endBatch();
    }

    /** Ends a batch of frames: everything they gave rise to leaves now. */
    private void endBatch() {
        outbox.endBatch();
        watch.active();
        transport.counters().received(framesIn, bytesIn);
        framesIn = 0;
        bytesIn = 0;
    }

    @Override
    public boolean frame(ByteBuffer memory, int offset, int length) {
        framesIn++;
        watch.frameSeen();
        Command command = tools.decoder.decode(memory, offset, length, limits);
        try {
            if (command.isResponse()) {
                calls.answer(command);
            } else {
                requests.serve(command);
            }
        } finally {
            command.takeBack();
        }
        if (mustPause()) {
            pause();
            return false;
        }
        return true;
    }

    @Override
    public void partial(boolean begun) {
        watch.partial(begun);
    }

    // ---- Back-pressure.

    boolean isPaused() {
        return paused;
    }

    private boolean mustPause() {
        return requests.isFull() || !channel.isWritable();
    }

    private void pause() {
        if (!paused) {
            paused = true;
            channel.config().setAutoRead(false);
        }
    }

    private void resumeIfPossible() {
        if (paused && !resuming && mayResume()) {
            resuming = true;
            // Not from here: this may be inside a handler, whose command must not be overwritten.
            loop.execute(this::resume);
        }
    }

    private boolean mayResume() {
        return requests.hasRoom() && channel.isWritable();
    }

    private void resume() {
        resuming = false;
        if (!paused || !mayResume()) {
            return;
        }
        paused = false;
        handleParked();
        if (!paused && channel.isActive()) {
            channel.config().setAutoRead(true);
        }
    }

    private void handleParked() {
        outbox.beginBatch();
        try {
            assembler.resume();
        } catch (MalformedFrameException e) {
            reject(e.reason(), e.getMessage());
        } finally {
            endBatch();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            resumeIfPossible();
        } else {
            pause();
        }
    }

    // ---- Sending.

    /**
     * Sends an answer; any thread. Ownership: body taken, also when this throws because {@code
     * fields} did.
     */
    void answer(
            int opaque,
            boolean binary,
            int code,
            @Nullable String remark,
            @Nullable AnswerFields fields,
            Body body) {
        if (!channel.isActive()) {
            body.release();
            return;
        }
        if (loop.inEventLoop()) {
            HeaderWriter writer = tools.writer(binary);
            outbox.add(
                    writer, transport.encoder().answer(writer, opaque, code, remark, fields, body));
            answered();
        } else {
            HeaderWriter writer = binary ? new BinaryHeaderWriter() : new JsonHeaderWriter();
            Body sent = transport.encoder().answer(writer, opaque, code, remark, fields, body);
            handOver(Outbox.detach(transport.loops().allocator(), writer, sent), true);
        }
    }

    private Outbox.Detached detach(Request request, int flag, int opaque) {
        HeaderWriter writer = new JsonHeaderWriter();
        Body body = transport.encoder().request(writer, opaque, flag, request);
        return Outbox.detach(transport.loops().allocator(), writer, body);
    }

    private void handOver(Outbox.Detached frame, boolean isAnswer) {
        try {
            loop.execute(() -> deliver(frame, isAnswer));
        } catch (RejectedExecutionException e) {
            frame.release();
        }
    }

    private void deliver(Outbox.Detached frame, boolean isAnswer) {
        if (!channel.isActive()) {
            frame.release();
            return;
        }
        outbox.add(frame);
        if (isAnswer) {
            answered();
        }
    }

    private void send(Request request, Calls.Call call) {
        if (loop.inEventLoop()) {
            HeaderWriter writer = tools.jsonWriter;
            Body body = transport.encoder().request(writer, call.opaque(), 0, request);
            calls.register(call);
            outbox.add(writer, body);
            return;
        }
        Outbox.Detached frame = detach(request, 0, call.opaque());
        try {
            loop.execute(() -> start(call, frame));
        } catch (RejectedExecutionException e) {
            frame.release();
            call.fail(RemotingException.Reason.CLOSED, "stopped before the answer from ");
        }
    }

    private void start(Calls.Call call, Outbox.Detached frame) {
        if (!channel.isActive()) {
            frame.release();
            call.fail(RemotingException.Reason.CLOSED, "connection closed before the answer from ");
            return;
        }
        calls.register(call);
        outbox.add(frame);
    }

    private void answered() {
        requests.answered();
        if (paused) {
            resumeIfPossible();
        }
        if (leaving && requests.isQuiet()) {
            closeAfterSending();
        }
    }

    private boolean isFlooded() {
        return !channel.isWritable() && channel.bytesBeforeWritable() > limits.outboundLimitBytes();
    }

    // ---- Ending.

    /** Closes as soon as no request waits for its answer any more; any thread. */
    void closeWhenQuiet() {
        try {
            loop.execute(
                    () -> {
                        leaving = true;
                        if (requests.isQuiet()) {
                            closeAfterSending();
                        }
                    });
        } catch (RejectedExecutionException e) {
            channel.close();
        }
    }

    /** Closes at once; any thread. */
    void closeNow() {
        channel.close();
    }

    /** Closes at once because of what the peer did. */
    void reject(RejectReason reason, @Nullable String detail) {
        if (!channel.isActive()) {
            return;
        }
        transport.counters().reject(reason);
        if (reason == RejectReason.IDLE || reason == RejectReason.FIRST_FRAME_DEADLINE) {
            // Clients probe their name servers and load balancers their targets just so.
            LOG.atDebug().addKeyValue("peer", remoteAddress).log("closing: {}", reason.words());
        } else {
            transport.log().rejected(this, reason, detail);
        }
        assembler.close();
        // Answers to what came before in the same read have been earned.
        outbox.flush();
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        // What arrived before the end is still carried out, in order; only nobody hears of it.
        while (assembler.isStopped()) {
            handleParked();
        }
        assembler.close();
        outbox.close();
        calls.close();
        if (opened) {
            opened = false;
            transport.counters().connectionClosed();
            transport.listener().closed(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.atDebug().addKeyValue("peer", remoteAddress).log("connection lost: {}", cause);
        } else {
            LOG.atWarn()
                    .addKeyValue("peer", remoteAddress)
                    .setCause(cause)
                    .log("closing a connection after a failure");
        }
        channel.close();
    }

    /** The peer as error texts name it. */
    String peerName() {
        InetSocketAddress peer = remoteAddress;
        return peer.getHostString() + ":" + peer.getPort();
    }

    private void closeAfterSending() {
        if (!channel.isActive()) {
            return;
        }
        outbox.flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        if (channel.isActive()) {
            // A peer that doesn't read gets no more than this.
            loop.schedule(() -> channel.close(), CLOSE_GRACE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private CompletionStage<Response> failed(RemotingException.Reason reason, String text) {
        return CompletableFuture.failedFuture(new RemotingException(reason, text + peerName()));
    }

    private static InetSocketAddress address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress known ? known : UNKNOWN;
    }

    private static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE / 2;
        }
    }
}
