package io.apogeemq.common.remoting;

/**
 * Serves requests of one or more codes. Runs on the connection's event loop, in the order in which
 * the requests arrived, and must not block it.
 *
 * <p>An exception that escapes is answered with code 1 and its text: silently for {@link
 * BadFieldException}, which is the peer's fault, and with a log line for everything else.
 */
@FunctionalInterface
public interface CommandHandler {
    /**
     * Handles one request.
     *
     * @param request Ownership: lent until return, with its fields, cursor and body
     * @param reply may be kept and used later, from any thread
     */
    void handle(Connection connection, Command request, Reply reply);
}
