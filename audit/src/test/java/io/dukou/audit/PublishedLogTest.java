package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths of tlog-tiles against the files of a log, and what is none of them. */
final class PublishedLogTest {
  private static final int ENTRIES = 700;

  private final PowerCutDisk disk = new PowerCutDisk();
  private AuditLog log;
  private PublishedLog published;

  @BeforeEach
  void write() throws Exception {
    log = Fixture.create(disk, Fixture.eager());
    for (int from = 0; from < ENTRIES; from += 100) {
      Fixture.appendTogether(log, from, from + 100);
    }
    log.publish();
    published = log.published();
  }

  @AfterEach
  void close() {
    log.close();
  }

  private byte[] file(String path) throws Exception {
    return StorageFiles.readAll(disk.storage("log"), path);
  }

  @Test
  void everythingOfTheTree_isWhatItsFileHolds() throws Exception {
    assertThat(published.checkpoint().getBytes(UTF_8)).isEqualTo(file("checkpoint"));
    for (String path :
        new String[] {"tile/0/000", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2"}) {
      assertThat(published.tile(path)).as(path).contains(file(path));
    }
    for (String path :
        new String[] {"tile/entries/000", "tile/entries/001", "tile/entries/002.p/188"}) {
      assertThat(published.entries(path)).as(path).contains(file(path));
      assertThat(published.tile(path)).isEmpty();
      assertThat(PublishedLog.isOfEntries(path)).isTrue();
    }
  }

  @Test
  void partialTilesOfSmallerTrees_areBeginnings() throws Exception {
    byte[] full = file("tile/0/000");
    for (int width = 1; width < 256; width += 17) {
      assertThat(published.tile("tile/0/000.p/" + width)).contains(Arrays.copyOf(full, 32 * width));
    }
    byte[] bundle = published.entries("tile/entries/002.p/3").orElseThrow();
    assertThat(EntryBundle.decode(bundle, 3, 3)).hasSize(3);
    assertThat(file("tile/entries/002.p/188")).startsWith(bundle);
  }

  @Test
  void cosignedCheckpoint_isShown_butNoneOlderThanOneShownBefore() {
    Checkpoint plain = log.publish();
    assertThat(published.checkpoint()).isEqualTo(plain.note());
    Checkpoint cosigned = Fixture.keepCosigned(log);
    assertThat(published.checkpoint()).isEqualTo(cosigned.note()).isNotEqualTo(plain.note());
    long size = log.size();
    Fixture.append(log, (int) size, (int) size + 3);
    Checkpoint newer = log.publish();
    assertThat(published.checkpoint()).isEqualTo(cosigned.note());
    assertThat(log.published().checkpoint())
        .as("who begins to show may have shown it before")
        .isEqualTo(newer.note());

    log.goOnWithoutWitnesses();
    assertThat(published.checkpoint()).isEqualTo(newer.note());
    log.keepCosigned(Fixture.cosigned(plain));
    assertThat(published.checkpoint()).isEqualTo(newer.note());
    assertThat(Fixture.keepCosigned(log).note()).isEqualTo(published.checkpoint());
  }

  @Test
  void storedReceipt_hasTheCosignaturesThatAreKept_whereTheyCoverTheEntry() {
    StoredReceipts receipts = new StoredReceipts(disk.storage("log"));
    Checkpoint cosigned = Fixture.keepCosigned(log);
    long size = log.size();
    Fixture.append(log, (int) size, (int) size + 3);
    Checkpoint newer = log.publish();
    assertThat(receipts.newest(0, Fixture.VKEY).tlogProof()).endsWith(cosigned.note());
    assertThat(receipts.newest(size - 1, Fixture.VKEY).tlogProof()).endsWith(cosigned.note());
    assertThat(receipts.newest(size, Fixture.VKEY).tlogProof()).endsWith(newer.note());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "checkpoint",
        "tile/0/002",
        "tile/0/002.p/189",
        "tile/0/003.p/1",
        "tile/1/000",
        "tile/2/000",
        "tile/2/000.p/1",
        "tile/8/000.p/1",
        "tile/00/000",
        "tile/0/0",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/x000/001",
        "tile/0/x001/001",
        "tile/0/1000",
        "tile/0/000/",
        "tile/0/../0/000",
        "/tile/0/000",
        "tile/0/000.p/",
        "tile/entries/003",
        "tile/entries/000.p/256",
        "tile/entries/../0/000",
        "journal/0000000000000000.dkj",
        "lock",
        "tile/0/x999/x999/x999/x999/x999/x999/999"
      })
  void whatIsNone_isNotThere(String path) {
    assertThat(published.tile(path)).isEmpty();
    assertThat(published.entries(path)).isEmpty();
  }
}
