/**
 * A peer for tests that knows nothing of our codecs: frames as bytes, sockets as the system gives
 * them. Travels as part of this module's test-jar, for tests of whatever listens.
 */
@NullMarked
package io.apogeemq.common.remoting.testing;

import org.jspecify.annotations.NullMarked;
