package io.dukou.audit;

import io.dukou.audit.DomesticHeader.State;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The erasable half of the log: one sealed record for each entry, in index order, in segment files.
 *
 * <p>Appending, erasing and replacing exclude each other; reading goes on beside appending. After a
 * failure of any of them the store must not be used for writing again.
 *
 * <h2>Erasing</h2>
 *
 * First the state byte is set and synced, then the sealed bytes are overwritten with zeros and
 * synced. A power cut between the two is noticed on opening, which finishes the work; a power cut
 * before the first sync leaves the record as it was. (Overwriting first could leave a record that
 * is neither readable nor known to be erased.) What a file system or drive keeps of overwritten
 * blocks is beyond this store; records are encrypted, so such a remnant also needs the domestic
 * key. How a record is replaced by what is left of it, {@link DomesticRest} says.
 */
final class DomesticStore implements Closeable {
  private static final String SUFFIX = ".dkd";
  private static final String REMEDY =
      "use the domestic key it was written under, or restore the file from a copy";

  private final LogStorage storage;
  private final DomesticSeal seal;
  private final long segmentBytes;
  private final DomesticRest rest;
  private final DomesticIndex index;

  /** Held for reading a record, and alone while one is overwritten. */
  private final ReadWriteLock content = new ReentrantReadWriteLock();

  /** Segments by the index of their first record. */
  private final TreeMap<Long, Segment> segments = new TreeMap<>();

  /** Records found on opening of which only some items are left. */
  private final Set<Long> replaced = new HashSet<>();

  /** Held while the kept index is read, written or discarded: appends do not wait for it. */
  private final Object indexLock = new Object();

  /** Counts erasures since the store was opened; with {@link #indexLock} held. */
  private long erasures;

  private long next;
  private long newestLive = -1;
  private @Nullable AppendedFile active;

  private DomesticStore(LogStorage storage, DomesticSeal seal, long segmentBytes) {
    this.storage = storage;
    this.seal = seal;
    this.segmentBytes = segmentBytes;
    this.rest = new DomesticRest(storage);
    this.index = new DomesticIndex(storage, seal);
  }

  /**
   * Opens the store beside a log of {@code size} durable entries: checks that each has its record,
   * drops records of entries that never became durable, and finishes erasures.
   *
   * @throws LogDamagedException if a record of a durable entry is missing, or a record shows that
   *     the log once was longer
   */
  static DomesticStore open(DomesticStorage domestic, long size, long segmentBytes)
      throws IOException {
    DomesticStore store =
        new DomesticStore(domestic.storage(), new DomesticSeal(domestic.key()), segmentBytes);
    new DomesticRecovery(domestic.storage(), size).run(store);
    store.recoverRests();
    store.requireRightKey();
    return store;
  }

  private void recoverRests() throws IOException {
    SortedMap<Long, List<Integer>> files = DomesticRest.filesIn(storage);
    for (long index : replaced) {
      files.putIfAbsent(index, List.of());
    }
    for (Map.Entry<Long, List<Integer>> file : files.entrySet()) {
      long index = file.getKey();
      boolean isReplaced = replaced.contains(index);
      rest.recover(index, isReplaced ? State.REPLACED : null, file.getValue());
    }
  }

  /** Returns the first indices of the segments there are, in order. */
  static List<Long> segmentsIn(LogStorage storage) throws IOException {
    return storage.list("").stream()
        .filter(name -> name.matches("[0-9]{16}\\" + SUFFIX))
        .map(name -> Long.parseLong(name.substring(0, name.length() - SUFFIX.length())))
        .sorted()
        .toList();
  }

  static String path(long firstIndex) {
    return String.format("%016d", firstIndex) + SUFFIX;
  }

  /** Tells the store of a record found on opening. */
  void recovered(long segment, DomesticHeader header, long position) {
    segments
        .computeIfAbsent(segment, first -> new Segment())
        .add(position, position + DomesticHeader.BYTES + header.length());
    next = header.index() + 1;
    if (header.live()) {
      newestLive = header.index();
    } else if (header.state() == State.REPLACED) {
      replaced.add(header.index());
    }
  }

  /** Sets where the next record goes, once all there are have been told. */
  void recoveredUpTo(long size) {
    next = size;
  }

  /**
   * Writes the sealed records of the next entries, durable no later than what the log syncs next.
   *
   * @param sealed one for each entry
   */
  synchronized void append(List<byte[]> sealed) throws IOException {
    boolean fresh = segments.isEmpty() || segments.lastEntry().getValue().bytes >= segmentBytes;
    Segment segment = fresh ? startSegment() : segments.lastEntry().getValue();
    AppendedFile file = activeFile();
    ByteBuffer out = ByteBuffer.allocate(encodedLength(sealed));
    long durable = next;
    for (byte[] record : sealed) {
      int checksum = DomesticHeader.checksum(record, 0, record.length);
      new DomesticHeader(next, durable, record.length, checksum, State.LIVE).write(out);
      out.put(record);
      long start = segment.bytes;
      segment.add(start, start + DomesticHeader.BYTES + record.length);
      next++;
    }
    file.append(out.flip());
    file.syncWithNext();
    if (fresh) {
      storage.syncDirectory("");
    }
  }

  /**
   * Reads a record.
   *
   * @return the record, empty if it was erased
   * @throws LogDamagedException if it is not what the leaf commits to
   */
  Optional<DomesticRecord> read(long index, String commitment) throws IOException {
    Place place = place(index);
    content.readLock().lock();
    try (LogFile file = storage.read(place.path)) {
      DomesticHeader header = header(file, place);
      return switch (header.state()) {
        case ERASED -> Optional.empty();
        case LIVE -> Optional.of(record(place, commitment, sealed(file, place, header)));
        case REPLACED -> Optional.of(record(place, commitment, rest.sealed(index)));
      };
    } catch (MalformedException e) {
      throw damaged(place, "record " + index + ": " + e.getMessage());
    } finally {
      content.readLock().unlock();
    }
  }

  private DomesticRecord record(Place place, String commitment, byte[] sealed) {
    DomesticRecord record = DomesticRecord.decode(seal.unseal(sealed));
    if (!record.commitment().equals(commitment)) {
      throw damaged(place, "record " + place.index + " is not what its entry commits to");
    }
    return record;
  }

  /** Returns the index that is kept between searches. */
  Optional<KeptIndex> keptIndex() throws IOException {
    synchronized (indexLock) {
      return index.read();
    }
  }

  /**
   * Returns a number that changes with every erasure, before anything of it is done: what was read
   * while it stayed the same has nothing in it that was erased meanwhile.
   */
  long erasures() {
    synchronized (indexLock) {
      return erasures;
    }
  }

  /**
   * Keeps an index between searches, unless something was erased since its making began.
   *
   * @param since what {@link #erasures} returned before anything was read for it
   * @return whether it is kept
   */
  boolean keep(KeptIndex made, long since, SecureRandom random) throws IOException {
    synchronized (indexLock) {
      if (erasures == since) {
        index.write(made, random);
        return true;
      }
      return false;
    }
  }

  /** Gets rid of an index over at most so many entries: some of them may have been erased since. */
  void discardIndexUpTo(long size) throws IOException {
    synchronized (indexLock) {
      index.discardUpTo(size);
    }
  }

  /** Gets rid of every index, also of those in the making. */
  private void discardIndex() throws IOException {
    synchronized (indexLock) {
      erasures++;
      index.discardUpTo(Long.MAX_VALUE);
    }
  }

  /** Erases a record for good; does nothing when it is erased already. */
  private void eraseWhole(long entry) throws IOException {
    Place place = place(entry);
    content.writeLock().lock();
    try (LogFile file = storage.write(place.path)) {
      DomesticHeader header = header(file, place);
      if (header.state() != State.ERASED) {
        discardIndex();
        overwrite(file, place, header, State.ERASED);
        rest.discard(entry);
        discardIndex(); // also what was read before the line above
      }
    } finally {
      content.writeLock().unlock();
    }
  }

  /**
   * Erases items of a record for good; does nothing when they, or the record, are erased already.
   *
   * @param order index of the entry of the order
   * @throws LogDamagedException if the record is not what the leaf commits to
   * @throws MalformedException if a cut names what the record does not have
   */
  synchronized void erase(Erasure erasure, long order, SecureRandom random) throws IOException {
    if (erasure.whole()) {
      eraseWhole(erasure.entry());
      return;
    }
    Optional<DomesticRecord> record = read(erasure.entry(), erasure.commitment());
    if (record.isPresent()) {
      byte[] before = record.get().encode();
      byte[] left = record.get().without(erasure.cuts(), order).encode();
      if (!Arrays.equals(before, left)) {
        discardIndex();
        replace(place(erasure.entry()), seal.seal(left, random));
        discardIndex(); // also what was read before the line above
      }
    }
  }

  private void replace(Place place, byte[] sealed) throws IOException {
    rest.write(place.index, sealed);
    content.writeLock().lock();
    try (LogFile file = storage.write(place.path)) {
      DomesticHeader header = header(file, place);
      if (header.live()) {
        overwrite(file, place, header, State.REPLACED);
      }
      rest.enter(place.index);
    } finally {
      content.writeLock().unlock();
    }
  }

  /** Marks a record, then overwrites it, each durably. */
  private static void overwrite(LogFile file, Place place, DomesticHeader header, State state)
      throws IOException {
    file.write(place.position + DomesticHeader.STATE_OFFSET, state.bytes());
    file.sync();
    wipe(file, place.position, header.length());
  }

  /** Overwrites a sealed record with zeros, durably. */
  static void wipe(LogFile file, long position, int length) throws IOException {
    byte[] zeros = new byte[Math.min(length, 64 * 1024)];
    for (int done = 0; done < length; done += zeros.length) {
      ByteBuffer piece = ByteBuffer.wrap(zeros, 0, Math.min(zeros.length, length - done));
      file.write(position + DomesticHeader.BYTES + done, piece);
    }
    file.sync();
  }

  @Override
  public synchronized void close() throws IOException {
    if (active != null) {
      active.close();
      active = null;
    }
  }

  /** Refuses a key that does not open the newest record, before anything is sealed under it. */
  private void requireRightKey() throws IOException {
    if (newestLive >= 0) {
      Place place = place(newestLive);
      try (LogFile file = storage.read(place.path)) {
        seal.unseal(sealed(file, place, header(file, place)));
      } catch (MalformedException e) {
        throw damaged(place, "record " + newestLive + ": " + e.getMessage());
      }
    }
  }

  private static byte[] sealed(LogFile file, Place place, DomesticHeader header)
      throws IOException {
    byte[] sealed = new byte[header.length()];
    file.read(place.position + DomesticHeader.BYTES, ByteBuffer.wrap(sealed));
    return sealed;
  }

  private static int encodedLength(List<byte[]> sealed) {
    long total = 0;
    for (byte[] record : sealed) {
      total += DomesticHeader.BYTES + record.length;
    }
    return Math.toIntExact(total);
  }

  private Segment startSegment() throws IOException {
    close();
    Segment segment = new Segment();
    segments.put(next, segment);
    try (LogFile file = storage.write(path(next))) {
      file.truncate(0);
    }
    return segment;
  }

  private AppendedFile activeFile() throws IOException {
    AppendedFile file = active;
    if (file == null) {
      LogFile opened = storage.write(path(segments.lastKey()));
      file = new AppendedFile(storage, opened, segments.lastEntry().getValue().bytes);
      active = file;
    }
    return file;
  }

  private synchronized Place place(long index) {
    if (index < 0 || index >= next) {
      throw new IndexOutOfBoundsException("no entry " + index);
    }
    var segment = segments.floorEntry(index);
    return new Place(
        index,
        path(segment.getKey()),
        segment.getValue().positions[(int) (index - segment.getKey())]);
  }

  private DomesticHeader header(LogFile file, Place place) throws IOException {
    byte[] bytes = new byte[DomesticHeader.BYTES];
    file.read(place.position, ByteBuffer.wrap(bytes));
    DomesticHeader header = DomesticHeader.read(bytes);
    if (header == null || header.index() != place.index) {
      throw damaged(place, "record " + place.index + " is garbled");
    }
    return header;
  }

  private LogDamagedException damaged(Place place, String problem) {
    return new LogDamagedException(storage.describe(place.path), problem, REMEDY);
  }

  /** Where a record lies. */
  private record Place(long index, String path, long position) {}

  /** The records of one file: eight bytes of memory for each. */
  private static final class Segment {
    private long[] positions = new long[256];
    private int count;
    private long bytes;

    void add(long position, long end) {
      if (count == positions.length) {
        positions = Arrays.copyOf(positions, 2 * count);
      }
      positions[count++] = position;
      bytes = end;
    }
  }
}
