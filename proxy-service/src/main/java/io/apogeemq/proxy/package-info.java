/**
 * The Proxy service: its application class and nothing else. Its doors arrive with the gRPC
 * contract.
 */
@NullMarked
package io.apogeemq.proxy;

import org.jspecify.annotations.NullMarked;
