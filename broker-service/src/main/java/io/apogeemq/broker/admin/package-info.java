/**
 * What operators ask, one class per command group: topics, groups, progress, clients, settings,
 * run-time figures, tables for slaves. Stands over the folds and reaches use cases only through the
 * interfaces that it owns; decides nothing that one of those owns. Start with AdminOutcome, which
 * every method answers with; the doors in endpoint call it, off the event loops where an answer may
 * be large.
 */
@NullMarked
package io.apogeemq.broker.admin;

import org.jspecify.annotations.NullMarked;
