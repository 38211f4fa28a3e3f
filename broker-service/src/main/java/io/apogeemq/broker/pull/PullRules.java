package io.apogeemq.broker.pull;

/**
 * What operators may change of pulling while the broker runs; swapped as a whole.
 *
 * @param readable whether the broker may be read by its permission bits
 * @param litePull whether lite pull consumers are served
 */
public record PullRules(boolean readable, boolean litePull) {}
