package io.dukou.gateway.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.sealed.SealedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cut exists from the moment its record does, and stays as it was. */
final class CutStoreTest {
  private static final DatasetId LABS = new DatasetId("lc-1", "labs");
  private static final DatasetId VISITS = new DatasetId("lc-1", "visits");

  private final SecureRandom random = new SecureRandom();
  private final Secret key = Secret.random(random);

  @TempDir private Path folder;
  private CutStore store;

  @BeforeEach
  void open() {
    store = CutStore.open(folder, key, random);
  }

  @Test
  void committedCut_isFoundWithItsBody_alsoAfterARestart() throws IOException {
    CutRecord cut = keep(LABS, "a,b\n1,2\n");
    open();
    assertThat(store.find(1)).contains(cut);
    assertThat(store.newest(LABS)).contains(cut);
    assertThat(body(cut)).isEqualTo("a,b\n1,2\n");
  }

  @Test
  void newestCut_isThatOfTheDataset() throws IOException {
    keep(LABS, "1");
    CutRecord labs = keep(LABS, "2");
    CutRecord visits = keep(VISITS, "3");
    assertThat(store.newest(LABS)).contains(labs);
    assertThat(store.newest(VISITS)).contains(visits);
    assertThat(store.newest(new DatasetId("lc-2", "labs"))).isEmpty();
    assertThat(store.all()).extracting(CutRecord::number).containsExactly(1L, 2L, 3L);
  }

  @Test
  void numbers_areNotUsedAgain_afterARestart() throws IOException {
    keep(LABS, "1");
    keep(LABS, "2");
    open();
    assertThat(keep(LABS, "3").number()).isEqualTo(3);
  }

  @Test
  void draftsAtOnce_haveNumbersOfTheirOwn() throws IOException {
    try (CutStore.Draft one = store.begin();
        CutStore.Draft other = store.begin()) {
      assertThat(one.number()).isNotEqualTo(other.number());
    }
  }

  @Test
  void closedDraft_leavesNothing() throws IOException {
    try (CutStore.Draft draft = store.begin()) {
      draft.body().write(1);
    }
    assertThat(files()).isEmpty();
    assertThat(store.all()).isEmpty();
  }

  @Test
  void bodyWithoutRecord_isRemovedAtTheStart() throws IOException {
    keep(LABS, "1");
    CutStore.Draft crashed = store.begin();
    crashed.body().write(1);
    crashed.body().commit();
    assertThat(files()).containsExactly("1-body", "1-record", "2-body");
    open();
    assertThat(files()).containsExactly("1-body", "1-record");
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void recordOfAnotherCut_isRefused() throws IOException {
    try (CutStore.Draft draft = store.begin()) {
      CutRecord other = record(draft.number() + 1, LABS, "");
      assertThatThrownBy(() -> draft.commit(other)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(store.all()).isEmpty();
  }

  @Test
  void deletedCut_isGone_alsoAfterARestart() throws IOException {
    CutRecord cut = keep(LABS, "1");
    store.delete(cut);
    assertThat(store.find(cut.number())).isEmpty();
    assertThat(files()).isEmpty();
    open();
    assertThat(store.all()).isEmpty();
  }

  @Test
  void damagedRecord_refusesTheStart() throws IOException {
    keep(LABS, "1");
    byte[] record = Files.readAllBytes(folder.resolve("1-record"));
    record[record.length - 1] ^= 1;
    Files.write(folder.resolve("1-record"), record);
    assertThatThrownBy(this::open)
        .isInstanceOf(SealedFileException.class)
        .hasMessageStartingWith(folder.resolve("1-record").toString())
        .hasMessageContaining("remedy: remove it and 1-body beside it");
  }

  @Test
  void recordUnderAnotherNumber_refusesTheStart() throws IOException {
    keep(LABS, "1");
    Files.copy(folder.resolve("1-record"), folder.resolve("2-record"));
    assertThatThrownBy(this::open).isInstanceOf(SealedFileException.class);
  }

  @Test
  void foreignFile_isLeftAlone() throws IOException {
    keep(LABS, "1");
    for (String foreign : List.of("notes", "x-body", "1-body.bak")) {
      Files.writeString(folder.resolve(foreign), "not ours");
    }
    open();
    assertThat(files()).contains("notes", "x-body", "1-body.bak");
    assertThat(store.all()).hasSize(1);
  }

  private CutRecord keep(DatasetId dataset, String body) throws IOException {
    try (CutStore.Draft draft = store.begin()) {
      draft.body().write(body.getBytes(StandardCharsets.UTF_8));
      return draft.commit(record(draft.number(), dataset, body));
    }
  }

  private static CutRecord record(long number, DatasetId dataset, String body) {
    return new CutRecord(
        number,
        dataset.study(),
        dataset.dataset(),
        "http://origin.example/" + dataset.dataset(),
        Instant.parse("2026-11-20T02:30:00Z"),
        "\"v" + number + "\"",
        "00".repeat(32),
        body.length());
  }

  private String body(CutRecord cut) throws IOException {
    try (InputStream in = store.body(cut)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
