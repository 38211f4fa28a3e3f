/**
 * Words and bytes of a message: the record layout that is the same on disk and on the wire,
 * properties, ids, tag hashes, and the rules for topic and group names. Uses nothing of ours and
 * starts nothing; every other room may use it. Rules of sending or consuming do not belong here.
 *
 * <p>Start reading at {@link io.apogeemq.common.message.RecordLayout}; {@link
 * io.apogeemq.common.message.RecordDraft} writes a record and {@link
 * io.apogeemq.common.message.RecordView} reads one. Both work on big-endian buffers by absolute
 * positions and never move a buffer's own position or limit.
 */
@NullMarked
package io.apogeemq.common.message;

import org.jspecify.annotations.NullMarked;
