/**
 * Topic definitions: a fold over state records, with their classic JSON form. Changes are decided
 * here, appended, then applied; readers see immutable snapshots.
 */
@NullMarked
package io.apogeemq.broker.topic;

import org.jspecify.annotations.NullMarked;
