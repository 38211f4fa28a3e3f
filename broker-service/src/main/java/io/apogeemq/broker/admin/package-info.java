/**
 * What operators ask: one class per command group, over the doors of the other rooms. Decides
 * nothing that a use case owns.
 */
@NullMarked
package io.apogeemq.broker.admin;

import org.jspecify.annotations.NullMarked;
