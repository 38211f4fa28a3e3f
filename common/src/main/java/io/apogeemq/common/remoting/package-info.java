/**
 * The wire: frames, JSON and binary header codecs, limits, and the Netty server and client that
 * carry them. Owns its event loops and every buffer until it says otherwise; handlers run on the
 * connection's event loop and never block it. Knows no command: codes and fields belong to
 * protocol.
 */
@NullMarked
package io.apogeemq.common.remoting;

import org.jspecify.annotations.NullMarked;
