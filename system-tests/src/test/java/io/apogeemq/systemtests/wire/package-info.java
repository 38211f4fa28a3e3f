/**
 * The remoting protocol on a plain socket, one frame at a time, good and bad ones: for what no
 * official client would send, and for requests that need no client. {@code process} uses {@link
 * io.apogeemq.systemtests.wire.RemotingSocket} to create topics and to watch registrations.
 */
@NullMarked
package io.apogeemq.systemtests.wire;

import org.jspecify.annotations.NullMarked;
