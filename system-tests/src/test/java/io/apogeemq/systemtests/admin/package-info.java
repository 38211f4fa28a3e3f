/**
 * Scenarios of the official administration library, 5.5.0, which every official tool stands on.
 * They take a started {@link org.apache.rocketmq.tools.admin.DefaultMQAdminExt} as a parameter, and
 * producers and consumers from {@code client}.
 */
@NullMarked
package io.apogeemq.systemtests.admin;

import org.jspecify.annotations.NullMarked;
