/**
 * The catalogue of commands: request and response codes, and one class per command that maps its
 * fields between the wire and the port, in both directions. Uses all words, the port and remoting;
 * endpoints and remoting stubs use it. No rule of messaging lives here.
 */
@NullMarked
package io.apogeemq.common.protocol;

import org.jspecify.annotations.NullMarked;
