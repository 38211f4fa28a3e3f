package io.apogeemq.common.protocol.admin;

/**
 * A connected client as operators see it.
 *
 * @param clientId unique per client process
 * @param address {@code ip:port}, without a slash
 * @param language name of the language that it claims
 * @param version the protocol version that it states
 */
public record ClientConnection(String clientId, String address, String language, int version) {}
