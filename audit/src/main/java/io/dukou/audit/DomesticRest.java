package io.dukou.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is left of domestic records of which only some items were erased: a file for each, beside
 * the segments.
 *
 * <h2>Replacing a record</h2>
 *
 * <ol>
 *   <li>What is left is written to a new file, of the next generation, and synced with its name.
 *   <li>The record that was in force is marked as replaced, and that is synced.
 *   <li>It is overwritten with zeros, and that is synced; a file of an earlier generation is then
 *       removed.
 * </ol>
 *
 * So in the chain of a record and its files by generation the first that is marked as live is in
 * force. What stands behind it never came into force: a crash fell before step 2, and it is
 * overwritten and removed. What stands before it is overwritten, as far as it was not yet.
 *
 * <p>Used under the lock of the store.
 */
final class DomesticRest {
  private static final String SUFFIX = ".dkr";
  private static final String REMEDY = "restore the domestic directory from a copy";

  private final LogStorage storage;

  /** The generation in force of each record that was replaced. */
  private final Map<Long, Integer> inForce = new HashMap<>();

  DomesticRest(LogStorage storage) {
    this.storage = storage;
  }

  /** Returns the generations there are of each record. */
  static SortedMap<Long, List<Integer>> filesIn(LogStorage storage) throws IOException {
    SortedMap<Long, List<Integer>> files = new TreeMap<>();
    for (String name : storage.list("")) {
      if (name.matches("[0-9]{16}-[1-9][0-9]{0,8}\\" + SUFFIX)) {
        String[] numbers = name.substring(0, name.length() - SUFFIX.length()).split("-", 2);
        files
            .computeIfAbsent(Long.parseLong(numbers[0]), first -> new ArrayList<>())
            .add(Integer.parseInt(numbers[1]));
      }
    }
    files.values().forEach(generations -> generations.sort(null));
    return files;
  }

  static String path(long index, int generation) {
    return String.format("%016d-%d", index, generation) + SUFFIX;
  }

  /**
   * Brings the files of one record in step with it, after whatever happened.
   *
   * @param state the state of the record in its segment, or null when there is none such
   * @throws LogDamagedException if a record was replaced and what was left is not there
   */
  void recover(long index, DomesticHeader.@Nullable State state, List<Integer> generations)
      throws IOException {
    boolean settled = state != DomesticHeader.State.REPLACED;
    for (int generation : generations) {
      String path = path(index, generation);
      DomesticHeader header = header(path);
      if (!settled && (header == null || header.index() != index)) {
        throw damaged(path, "garbled");
      } else if (!settled && header != null && header.live()) {
        inForce.put(index, generation);
        settled = true;
      } else {
        discard(path);
      }
    }
    if (!settled) {
      throw damaged(path(index, 1), "what was left of record " + index + " is missing");
    }
  }

  /** Returns the sealed bytes in force of a record that was replaced. */
  byte[] sealed(long index) throws IOException {
    return readSealed(storage, path(index, generation(index)), index);
  }

  /** Reads the sealed bytes of a file. */
  static byte[] readSealed(LogStorage storage, String path, long index) throws IOException {
    byte[] bytes = StorageFiles.readAll(storage, path);
    DomesticHeader header = DomesticHeader.read(bytes);
    if (header == null
        || header.index() != index
        || header.length() != bytes.length - DomesticHeader.BYTES) {
      throw new LogDamagedException(storage.describe(path), "garbled", REMEDY);
    }
    return Arrays.copyOfRange(bytes, DomesticHeader.BYTES, bytes.length);
  }

  /** Returns how a person would name the file in force of a record, for messages. */
  String describe(long index) {
    return storage.describe(path(index, generation(index)));
  }

  /**
   * Writes the next generation durably. It comes into force by {@link #enter}, once what was in
   * force before is marked.
   */
  void write(long index, byte[] sealed) throws IOException {
    int checksum = DomesticHeader.checksum(sealed, 0, sealed.length);
    ByteBuffer out = ByteBuffer.allocate(DomesticHeader.BYTES + sealed.length);
    new DomesticHeader(index, 0, sealed.length, checksum, DomesticHeader.State.LIVE).write(out);
    out.put(sealed).flip();
    try (LogFile file = storage.write(path(index, generation(index) + 1))) {
      file.truncate(0);
      file.write(0, out);
      file.sync();
    }
    storage.syncDirectory("");
  }

  /** Takes over the generation written last and gets rid of the one before, if there is one. */
  void enter(long index) throws IOException {
    int before = generation(index);
    if (before > 0) {
      mark(path(index, before));
    }
    inForce.put(index, before + 1);
    if (before > 0) {
      discard(path(index, before));
    }
  }

  /** Gets rid of what was left of a record. */
  void discard(long index) throws IOException {
    Integer generation = inForce.remove(index);
    if (generation != null) {
      discard(path(index, generation));
    }
  }

  private LogDamagedException damaged(String path, String problem) {
    return new LogDamagedException(storage.describe(path), problem, REMEDY);
  }

  private int generation(long index) {
    return inForce.getOrDefault(index, 0);
  }

  private void mark(String path) throws IOException {
    try (LogFile file = storage.write(path)) {
      file.write(DomesticHeader.STATE_OFFSET, DomesticHeader.State.REPLACED.bytes());
      file.sync();
    }
  }

  private @Nullable DomesticHeader header(String path) throws IOException {
    byte[] bytes = new byte[DomesticHeader.BYTES];
    try (LogFile file = storage.read(path)) {
      file.read(0, ByteBuffer.wrap(bytes));
    }
    return DomesticHeader.read(bytes);
  }

  /** The header, which says what became of the file, goes only with the file. */
  private void discard(String path) throws IOException {
    try (LogFile file = storage.write(path)) {
      int length = Math.toIntExact(file.size()) - DomesticHeader.BYTES;
      DomesticStore.wipe(file, 0, Math.max(0, length));
    }
    storage.delete(path);
    storage.syncDirectory("");
  }
}
