/**
 * The wire: frames, JSON and binary header codecs, limits, and the Netty server and client that
 * carry them. Owns its event loops and every buffer until it says otherwise; handlers run on the
 * connection's event loop and never block it. Knows no command: codes and fields belong to
 * protocol.
 *
 * <p>Start reading at {@link io.apogeemq.common.remoting.RemotingServer} for the door, at {@code
 * NettyConnection} for how the parts meet, at {@code FrameDecoder} for the bytes and what a message
 * costs. Larger than a room should be, and still one: header readers and connections share what
 * would otherwise become public.
 */
@NullMarked
package io.apogeemq.common.remoting;

import org.jspecify.annotations.NullMarked;
