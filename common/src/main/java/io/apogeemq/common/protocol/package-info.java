/**
 * The catalogue of commands: request and response codes, and one class per command that maps its
 * fields between the wire and the port, in both directions. Uses all words, the port and remoting;
 * endpoints and remoting stubs use it. No rule of messaging lives here.
 *
 * <p>Here are the codes, what clients and brokers say to each other all day, and the parts that
 * bodies have in common. What is said to NameServers and what operators ask are chapters of their
 * own below this room; it does not know them.
 */
@NullMarked
package io.apogeemq.common.protocol;

import org.jspecify.annotations.NullMarked;
