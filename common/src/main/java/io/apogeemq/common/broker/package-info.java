/**
 * The broker port: what a broker can be asked (BrokerOperations, a bundle of small interfaces, one
 * per use case) and what a broker asks of a client (ClientPeer). Typed requests, sealed outcomes,
 * no frame, header, channel or protobuf. The broker implements it; endpoints and the proxy call it.
 */
@NullMarked
package io.apogeemq.common.broker;

import org.jspecify.annotations.NullMarked;
