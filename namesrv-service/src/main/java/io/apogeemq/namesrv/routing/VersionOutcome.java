package io.apogeemq.namesrv.routing;

import io.apogeemq.common.route.DataVersion;
import org.jspecify.annotations.Nullable;

/**
 * Whether the table has a broker's latest topics.
 *
 * @param changed true when it has none or others
 * @param stored the version that it has
 */
public record VersionOutcome(boolean changed, @Nullable DataVersion stored) {}
