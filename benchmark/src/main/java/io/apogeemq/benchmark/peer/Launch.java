package io.apogeemq.benchmark.peer;

import java.util.List;
import java.util.Map;

/**
 * How one server process is started.
 *
 * @param role what it is called in tables and file names, such as {@code broker}
 * @param command program and arguments; must become the server itself (exec), since figures are
 *     read by its pid
 * @param environment variables set beside the inherited ones
 * @param servingText part of the line that the server prints when it serves
 */
public record Launch(
        String role, List<String> command, Map<String, String> environment, String servingText) {

    /** Copies the collections. */
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
