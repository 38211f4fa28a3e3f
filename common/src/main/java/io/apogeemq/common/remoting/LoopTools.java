package io.apogeemq.common.remoting;

import io.netty.channel.EventLoop;

/**
 * What all connections of one event loop share because only one of them runs at a time: the header
 * being read, the headers being written, the deadlines.
 */
final class LoopTools {
    final FrameDecoder decoder = new FrameDecoder();
    final JsonHeaderWriter jsonWriter = new JsonHeaderWriter();
    final BinaryHeaderWriter binaryWriter = new BinaryHeaderWriter();
    final TimeoutWheel wheel;

    LoopTools(EventLoop loop) {
        wheel = new TimeoutWheel(loop);
    }

    HeaderWriter writer(boolean binary) {
        return binary ? binaryWriter : jsonWriter;
    }
}
