package io.apogeemq.broker.log;

import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.RecordLayout;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log: every durable fact of a broker, in one sequence of records.
 *
 * <p><b>Appending</b> is one short critical section that assigns the physical and the queue offset
 * and copies the record once into the mapped segment; any thread may call it. <b>Forcing</b>
 * belongs to one thread that calls {@link #force()}, telling the late to another that calls {@link
 * #expireWaits()}, <b>making room ahead</b> to one that calls {@link #prepare()}. Readers need no
 * lock: they see everything before {@link #readableEnd()}.
 *
 * <p>Cost of an append: bytes copied once (plus what the record's own fields add), no system call
 * while room was made ahead, one small object for the outcome, no hand-off to another thread.
 *
 * <p>Locks: {@code appending}, then the monitor of the segment files (only when a new segment or
 * blocks are missing).
 */
public final class CommitLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommitLog.class);

    /** An append that has to make blocks itself makes some for those behind it too. */
    private static final int ALLOCATE_STEP_BYTES = 1024 * 1024;

    private final LogOptions options;
    private final SegmentFiles files;
    private final ForcedMark mark;
    private final QueueSequences sequences;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final FlushWaiters waiters;
    private final Runnable appended;
    private final ReentrantLock appending = new ReentrantLock();
    private final Obstacles obstacles = new Obstacles();

    private Segment active;
    private volatile long end;
    private volatile long forcedEnd;
    private volatile boolean closed;

    private CommitLog(
            LogOptions options,
            SegmentFiles files,
            ForcedMark mark,
            InstantSource clock,
            LongSupplier nanos,
            Runnable appended,
            long end)
            throws IOException {
        this.options = options;
        this.files = files;
        this.mark = mark;
        this.sequences = new QueueSequences();
        this.clock = clock;
        this.nanos = nanos;
        this.appended = appended;
        this.waiters = new FlushWaiters(options.syncFlushTimeout().toNanos(), nanos, appended);
        this.end = end;
        this.forcedEnd = end;
        this.active = files.require(end - end % options.segmentBytes());
        waiters.forced(end);
    }

    /**
     * Opens a log, finding its end and clearing what a crash left behind it. The queue sequences
     * are not known yet: the caller replays the log into them before the first append.
     *
     * @param storage the segments, and nothing else
     * @param control the store's own directory, for what the log remembers besides
     * @param lastRun how the process before has left the log
     * @param appended called after every append and whenever somebody waits for a force, on the
     *     appending thread; it must be quick (wake the thread that forces, the one that dispatches)
     * @throws CorruptLogException when the files contradict each other; nothing was changed then
     */
    public static CommitLog open(
            LogOptions options,
            Storage storage,
            Storage control,
            LastRun lastRun,
            InstantSource clock,
            LongSupplier nanos,
            Runnable appended)
            throws IOException {
        SegmentFiles files = new SegmentFiles(storage, options.segmentBytes());
        ForcedMark mark = ForcedMark.open(control);
        try {
            files.open(mark.marked());
            LogTail tail = new LogTail(files, control, lastRun);
            long end = new LogRecovery(files, mark, tail).recover();
            return new CommitLog(options, files, mark, clock, nanos, appended, end);
        } catch (IOException | RuntimeException e) {
            mark.close();
            files.close();
            throw e;
        }
    }

    /** The next offset of every queue. */
    public QueueSequences sequences() {
        return sequences;
    }

    /** An empty draft of a record as this log writes them. */
    public RecordDraft draft() {
        return new RecordDraft(options.recordCrc());
    }

    /**
     * Appends one record.
     *
     * <p><b>Ownership:</b> the draft, which is prepared, and its buffers are lent until return.
     */
    public AppendOutcome append(RecordDraft draft, QueueSequence sequence) {
        int size = draft.totalBytes();
        AppendOutcome.Appended outcome;
        appending.lock();
        try {
            AppendOutcome.Rejected rejected = makeRoom(size);
            if (rejected != null) {
                return rejected;
            }
            long physicalOffset = end;
            long queueOffset = sequence.next();
            long now = clock.millis();
            boolean written = false;
            try {
                write(draft, sequence, physicalOffset, now);
                written = true;
            } finally {
                if (!written) {
                    forget(List.of(), physicalOffset, size);
                }
            }
            outcome =
                    new AppendOutcome.Appended(
                            physicalOffset, queueOffset, physicalOffset + size, now);
            end = physicalOffset + size;
        } finally {
            appending.unlock();
        }
        appended.run();
        return outcome;
    }

    /**
     * Appends several records side by side, all or none: they lie in one segment.
     *
     * @param drafts at least one
     * @param queues the sequence of each draft, in the same order
     * @return offsets of the first; the others follow, each behind the one before
     */
    public AppendOutcome append(List<RecordDraft> drafts, List<QueueSequence> queues) {
        long size = 0;
        for (RecordDraft draft : drafts) {
            size += draft.totalBytes();
        }
        AppendOutcome.Appended outcome;
        appending.lock();
        try {
            AppendOutcome.Rejected rejected = makeRoom(size);
            if (rejected != null) {
                return rejected;
            }
            long physicalOffset = end;
            long queueOffset = queues.getFirst().next();
            long now = clock.millis();
            long at = physicalOffset;
            int written = 0;
            try {
                for (; written < drafts.size(); written++) {
                    write(drafts.get(written), queues.get(written), at, now);
                    at += drafts.get(written).totalBytes();
                }
            } finally {
                if (written < drafts.size()) {
                    forget(queues.subList(0, written), physicalOffset, size);
                }
            }
            outcome = new AppendOutcome.Appended(physicalOffset, queueOffset, at, now);
            end = at;
        } finally {
            appending.unlock();
        }
        appended.run();
        return outcome;
    }

    private void write(RecordDraft draft, QueueSequence sequence, long physicalOffset, long now) {
        long queueOffset = sequence.next();
        int position = (int) (physicalOffset - active.baseOffset());
        draft.writeTo(active.memory(), position, queueOffset, physicalOffset, now);
        sequence.advanceTo(queueOffset + 1);
    }

    /**
     * Undoes an append that broke in the middle: its queues count on as if it had not been tried,
     * and no start finds its bytes, which would look like records that were lost.
     *
     * @param advanced the queues of the records that were written
     */
    private void forget(List<QueueSequence> advanced, long physicalOffset, long size) {
        for (QueueSequence sequence : advanced) {
            sequence.advanceTo(sequence.next() - 1);
        }
        int from = (int) (physicalOffset - active.baseOffset());
        for (int at = from; at < from + size; at++) {
            active.memory().put(at, (byte) 0);
        }
    }

    /**
     * Makes sure that so many bytes fit behind the end of the active segment; null when they do.
     */
    private AppendOutcome.@Nullable Rejected makeRoom(long size) {
        if (closed) {
            return new AppendOutcome.Rejected(AppendOutcome.Cause.CLOSED, "the broker is stopping");
        }
        AppendOutcome.Rejected rejection = obstacles.rejection();
        if (rejection != null) {
            return rejection;
        }
        if (size + RecordLayout.FILLER_HEADER_BYTES > options.segmentBytes()) {
            return new AppendOutcome.Rejected(
                    AppendOutcome.Cause.TOO_LARGE,
                    "record: %d bytes (expected: <= %d, what a log segment holds)"
                            .formatted(
                                    size,
                                    options.segmentBytes() - RecordLayout.FILLER_HEADER_BYTES));
        }
        int position = (int) (end - active.baseOffset());
        int left = options.segmentBytes() - position;
        try {
            if (left < size + RecordLayout.FILLER_HEADER_BYTES) {
                roll(position, left);
                position = 0;
            }
            int needed = Math.toIntExact(position + size + RecordLayout.FILLER_HEADER_BYTES);
            if (needed > active.allocatedBytes()) {
                // The allocating thread is behind; waiting for it would be no quicker.
                files.allocate(active, needed + ALLOCATE_STEP_BYTES);
                obstacles.foundRoom();
            }
            return null;
        } catch (IOException e) {
            return obstacles.foundNoRoom(e);
        }
    }

    private void roll(int position, int left) throws IOException {
        Segment next = files.require(active.endOffset());
        files.allocate(next, RecordLayout.FILLER_HEADER_BYTES);
        if (left > 0) {
            files.allocate(active, options.segmentBytes());
            RecordLayout.writeFiller(active.memory(), position, left);
        }
        end = active.endOffset();
        active = next;
    }

    /** What an append under this log's flush policy waits for. */
    public Durability flushed() {
        return waiters;
    }

    /** First physical offset that is still there. */
    public long start() {
        Segment[] segments = files.all();
        return segments.length == 0 ? end : segments[0].baseOffset();
    }

    /** Physical offset behind the last record. */
    public long end() {
        return end;
    }

    /** Physical offset up to which the disk has confirmed. */
    public long forcedEnd() {
        return forcedEnd;
    }

    /** Up to where readers and folds may look: what a receipt has promised, and no further. */
    public long readableEnd() {
        return options.syncFlush() ? forcedEnd : end;
    }

    /** What the disk did not confirm, after which the log takes no appends; null while it does. */
    public @Nullable IOException failure() {
        return obstacles.failure();
    }

    /** Why the log refuses appends now; null while it takes them. */
    public @Nullable String obstacle() {
        return obstacles.inWords();
    }

    /** Refuses appends until {@link #resume}: somebody cannot keep up with what is appended. */
    public void suspend(String why) {
        obstacles.suspended(why);
    }

    /** Takes appends again. */
    public void resume() {
        obstacles.resumed();
    }

    /**
     * Makes everything appended so far durable and releases who waits for it. Called by one thread
     * at a time. After a failure the log is read-only: a second force would confirm pages that the
     * first one lost.
     *
     * @return whether there was anything to force
     */
    public boolean force() {
        if (obstacles.failure() != null) {
            return false;
        }
        long from = forcedEnd;
        long to = end;
        try {
            if (from == to) {
                mark.forced(to, nanos.getAsLong());
                waiters.forced(to);
                return false;
            }
            for (Segment segment : files.all()) {
                if (segment.endOffset() > from && segment.baseOffset() < to) {
                    int first = (int) Math.max(0, from - segment.baseOffset());
                    int last = (int) Math.min(options.segmentBytes(), to - segment.baseOffset());
                    segment.force(first, last);
                }
            }
            mark.forced(to, nanos.getAsLong());
        } catch (IOException e) {
            fail(e);
            return false;
        } catch (RuntimeException | Error e) {
            // Whatever happened, nobody knows what the disk has.
            fail(new IOException("the log could not be forced: " + e, e));
            return false;
        }
        forcedEnd = to;
        waiters.forced(to);
        return true;
    }

    private void fail(IOException cause) {
        obstacles.failed(cause, forcedEnd, end);
        waiters.fail(cause);
    }

    /**
     * Tells those who have waited too long for a force that the time is over. Belongs to a thread
     * of its own, since {@link #force} does not return while the disk hangs.
     *
     * @return how long nobody's time runs out, in ns
     */
    public long expireWaits() {
        return waiters.expire(nanos.getAsLong());
    }

    /**
     * Makes room ahead of the end: real blocks, touched pages, the next segment. Called by one
     * thread, regularly and after every stretch of appends.
     */
    public void prepare() throws IOException {
        long now = end;
        Segment current = files.find(now);
        if (current == null || closed || obstacles.failure() != null) {
            return;
        }
        int position = (int) (now - current.baseOffset());
        long allocateTo = (long) position + options.allocateAheadBytes();
        files.allocate(current, (int) Math.min(allocateTo, options.segmentBytes()));
        files.prefault(
                current,
                position,
                (int)
                        Math.min(
                                (long) position + options.prefaultAheadBytes(),
                                options.segmentBytes()));
        if (allocateTo > options.segmentBytes()) {
            Segment next = files.require(current.endOffset());
            files.allocate(
                    next,
                    (int) Math.min(allocateTo - options.segmentBytes(), options.segmentBytes()));
        }
        obstacles.foundRoom();
    }

    /** Opens a reader; for one thread, which closes it. */
    public LogReader reader() {
        return new LogReader(this);
    }

    /** An empty lease to add records to. */
    public LogLease lease() {
        return new LogLease();
    }

    /**
     * Adds a record to a lease.
     *
     * @return whether the record is still there and before the readable end
     */
    public boolean addTo(LogLease lease, long physicalOffset, int size) {
        if (physicalOffset < start() || physicalOffset + size > readableEnd()) {
            return false;
        }
        Segment segment = files.find(physicalOffset);
        return segment != null
                && lease.add(segment, (int) (physicalOffset - segment.baseOffset()), size);
    }

    /**
     * Lets go of the memory in which a stretch of the log is mapped: for who reads much of it once.
     * Others who read there find it again, only later.
     */
    public void letGo(long fromOffset, long toOffset) {
        for (Segment segment : files.all()) {
            if (segment.endOffset() > fromOffset
                    && segment.baseOffset() < toOffset
                    && segment.hold()) {
                try {
                    segment.letGo(
                            (int) Math.max(0, fromOffset - segment.baseOffset()),
                            (int)
                                    Math.min(
                                            options.segmentBytes(),
                                            toOffset - segment.baseOffset()));
                } finally {
                    segment.release();
                }
            }
        }
    }

    @Nullable Segment segmentAt(long physicalOffset) {
        return files.find(physicalOffset);
    }

    /**
     * Forces what is there and lets go of the files. Appends are refused from the start of this on.
     */
    @Override
    public void close() {
        appending.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            appending.unlock();
        }
        force();
        try {
            if (obstacles.failure() == null) {
                mark.mark(end);
            }
            mark.close();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The mark of the last force could not be written");
        }
        files.close();
    }
}
