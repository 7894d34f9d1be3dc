package io.dukou.audit;

import io.dukou.audit.DomesticHeader.State;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares domestic records with the commitments of their entries, in order, changing nothing. */
final class DomesticCheck implements Closeable {
  private final LogStorage storage;
  private final DomesticSeal seal;
  private final Findings findings;
  private final Deque<Long> segments;
  private @Nullable LogFile file;
  private DomesticRecovery.@Nullable HeaderScan scan;
  private String path = "";
  private boolean lost;

  /** Records that are not as they were written, and what became of them. */
  private final SortedMap<Long, State> gone = new TreeMap<>();

  /** What the orders in the log say of each record, the widest. */
  private final SortedMap<Long, Erasure> ordered = new TreeMap<>();

  private final Map<Long, List<Integer>> rests;

  DomesticCheck(DomesticStorage domestic, Findings findings) throws IOException {
    this.storage = domestic.storage();
    this.seal = new DomesticSeal(domestic.key());
    this.findings = findings;
    this.rests = DomesticRest.filesIn(storage);
    this.segments = new ArrayDeque<>(DomesticStore.segmentsIn(storage));
  }

  /** Checks the record of the next entry. */
  void check(long index, @Nullable Leaf leaf) throws IOException {
    if (lost) {
      return;
    }
    DomesticHeader header = next();
    if (header == null || header.index() != index) {
      add(index, "is missing or garbled, so those behind it were not looked at");
      lost = true;
    } else if (header.live()) {
      checkRecord(header, sealed(header), leaf);
    } else {
      gone.put(index, header.state());
      checkWiped(header);
      checkRest(header, leaf);
    }
  }

  /** Checks what is left of a record of which items were erased, and that nothing else is. */
  private void checkRest(DomesticHeader header, @Nullable Leaf leaf) throws IOException {
    List<Integer> generations = rests.getOrDefault(header.index(), List.of());
    if (header.state() == State.ERASED) {
      if (!generations.isEmpty()) {
        add(header.index(), "is marked as erased but " + generations.size() + " copies are left");
      }
      return;
    }
    for (int generation : generations) {
      byte[] bytes = StorageFiles.readAll(storage, DomesticRest.path(header.index(), generation));
      DomesticHeader rest = DomesticHeader.read(bytes);
      boolean whole = rest != null && rest.length() == bytes.length - DomesticHeader.BYTES;
      if (rest != null && whole && rest.live()) {
        checkRecord(rest, Arrays.copyOfRange(bytes, DomesticHeader.BYTES, bytes.length), leaf);
        return;
      }
    }
    add(header.index(), "is marked as replaced but what was left of it is missing or garbled");
  }

  /** Compares what is erased with what the orders in the log say. */
  private void checkOrders() {
    gone.forEach(
        (index, state) -> {
          Erasure erasure = ordered.get(index);
          if (erasure == null || (state == State.ERASED && !erasure.whole())) {
            add(index, "is erased beyond what an order in the log says");
          }
        });
    ordered.forEach(
        (index, erasure) -> {
          State state = gone.get(index);
          if (state == null || (erasure.whole() && state != State.ERASED)) {
            add(index, "was ordered to be erased and is there; opening the log erases it");
          }
        });
  }

  private void noteOrder(DomesticRecord record) {
    for (Erasure erasure : OrderDesk.orderIn(record.part()).order().erasures()) {
      ordered.merge(erasure.entry(), erasure, (one, other) -> other.whole() ? other : one);
    }
  }

  /**
   * Looks at what lies behind the last entry. Records of entries to come are no fault: they are
   * durable before their entries, and a start drops those whose entries never were.
   */
  void finish(long size) throws IOException {
    for (DomesticHeader header = lost ? null : next(); header != null; header = next()) {
      if (header.index() < size) {
        add(header.index(), "stands again behind the record of the last entry");
        return;
      }
    }
    if (!lost) {
      checkOrders();
    }
  }

  /** Returns how many parts are erased altogether. */
  long erased() {
    return gone.values().stream().filter(State.ERASED::equals).count();
  }

  /** Returns of how many parts items are erased. */
  long reduced() {
    return gone.size() - erased();
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private @Nullable DomesticHeader next() throws IOException {
    DomesticHeader header = scan == null ? null : scan.next();
    while (header == null && !segments.isEmpty()) {
      close();
      path = DomesticStore.path(segments.removeFirst());
      LogFile opened = storage.read(path);
      file = opened;
      scan = new DomesticRecovery.HeaderScan(opened);
      header = scan.next();
    }
    return header;
  }

  private void checkRecord(DomesticHeader header, byte[] sealed, @Nullable Leaf leaf) {
    if (DomesticHeader.checksum(sealed, 0, sealed.length) != header.checksum()) {
      add(header.index(), "does not have its checksum");
      return;
    }
    try {
      DomesticRecord record = DomesticRecord.decode(seal.unseal(sealed));
      if (leaf != null && !record.commitment().equals(leaf.domestic())) {
        add(header.index(), "is not what its entry commits to");
      } else if (leaf != null && leaf.kind() == LeafKind.ERASURE) {
        noteOrder(record);
      }
    } catch (MalformedException e) {
      add(header.index(), e.getMessage());
    }
  }

  private void checkWiped(DomesticHeader header) throws IOException {
    for (byte b : sealed(header)) {
      if (b != 0) {
        add(header.index(), "is marked as erased but was not overwritten");
        return;
      }
    }
  }

  private byte[] sealed(DomesticHeader header) throws IOException {
    byte[] sealed = new byte[header.length()];
    if (file != null && scan != null) {
      file.read(scan.position() + DomesticHeader.BYTES, ByteBuffer.wrap(sealed));
    }
    return sealed;
  }

  private void add(long index, String problem) {
    findings.addAbout(storage.describe(path), "record " + index, problem);
  }
}
