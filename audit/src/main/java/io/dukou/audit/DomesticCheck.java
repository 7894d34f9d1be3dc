package io.dukou.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
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
  private long erased;

  DomesticCheck(DomesticStorage domestic, Findings findings) throws IOException {
    this.storage = domestic.storage();
    this.seal = new DomesticSeal(domestic.key());
    this.findings = findings;
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
    } else if (header.erased()) {
      erased++;
      checkWiped(header);
    } else {
      checkRecord(header, leaf);
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
  }

  long erased() {
    return erased;
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

  private void checkRecord(DomesticHeader header, @Nullable Leaf leaf) throws IOException {
    byte[] sealed = sealed(header);
    if (DomesticHeader.checksum(sealed, 0, sealed.length) != header.checksum()) {
      add(header.index(), "does not have its checksum");
      return;
    }
    try {
      String commitment = DomesticRecord.decode(seal.unseal(sealed)).commitment();
      if (leaf != null && !commitment.equals(leaf.domestic())) {
        add(header.index(), "is not what its entry commits to");
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
