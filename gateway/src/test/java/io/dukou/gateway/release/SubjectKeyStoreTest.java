package io.dukou.gateway.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dukou.anonymizer.release.SubjectKeys;
import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.sealed.SealedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose pseudonyms are whose, also when groups grow together, and after a restart. */
final class SubjectKeyStoreTest {
  private static final SortedSet<String> ALPHA = group("alpha", "beta");
  private static final SortedSet<String> GAMMA = group("gamma");
  private static final SortedSet<String> ALL = group("alpha", "beta", "gamma");

  private final SecureRandom random = new SecureRandom();
  private final Secret key = Secret.random(random);
  private final SubjectKeys one = SubjectKeys.none().with(List.of("S1", "S2"), random);
  private final SubjectKeys other = SubjectKeys.none().with(List.of("S2", "S3"), random);

  @TempDir private Path folder;
  private SubjectKeyStore store;

  @BeforeEach
  void open() {
    store = SubjectKeyStore.open(folder, key, random);
  }

  @Test
  void pseudonyms_areThoseOfAStudyAndAGroup() {
    store.save("st-1", ALPHA, one);
    assertThat(store.of("st-1", ALPHA).toBytes()).isEqualTo(one.toBytes());
    assertThat(store.of("st-2", ALPHA).size()).isZero();
    assertThat(store.of("st-1", GAMMA).size()).isZero();
    assertThat(store.of("st-1", group("alpha")).size()).as("a part of the group").isZero();
  }

  @Test
  void pseudonyms_areThereAfterARestart() {
    store.save("st-1", ALPHA, one);
    store.save("st-1", GAMMA, other);
    open();
    assertThat(store.of("st-1", ALPHA).toBytes()).isEqualTo(one.toBytes());
    assertThat(store.of("st-1", GAMMA).toBytes()).isEqualTo(other.toBytes());
  }

  @Test
  void newSubjects_areAdded_andNothingIsWrittenWhereThereAreNone() throws IOException {
    store.save("st-1", ALPHA, one);
    byte[] written = Files.readAllBytes(files().get(0));
    store.save("st-1", ALPHA, store.of("st-1", ALPHA).with(List.of("S1"), random));
    assertThat(Files.readAllBytes(files().get(0))).isEqualTo(written);
    store.save("st-1", ALPHA, store.of("st-1", ALPHA).with(List.of("S9"), random));
    open();
    assertThat(store.of("st-1", ALPHA).size()).isEqualTo(3);
    assertThat(store.of("st-1", ALPHA).of("S1")).isEqualTo(one.of("S1"));
    assertThat(files()).hasSize(1);
  }

  @Test
  void groupsThatGrowTogether_keepWhatTheFirstHas_andFillInFromTheOther() throws IOException {
    store.save("st-1", ALPHA, one);
    store.save("st-1", GAMMA, other);
    SubjectKeys joint = store.of("st-1", ALL);
    assertThat(joint.of("S1")).isEqualTo(one.of("S1"));
    assertThat(joint.of("S2")).isEqualTo(one.of("S2"));
    assertThat(joint.of("S3")).isEqualTo(other.of("S3"));
    store.save("st-1", ALL, joint);
    open();
    assertThat(store.of("st-1", ALL).toBytes()).isEqualTo(joint.toBytes());
    assertThat(files()).hasSize(1);
  }

  /** A crash may leave the joint map beside one that it was joined from. */
  @Test
  void mapThatACrashLeft_changesNothing() throws IOException {
    store.save("st-1", ALPHA, one);
    store.save("st-1", GAMMA, other);
    Path second = files().get(1);
    byte[] left = Files.readAllBytes(second);
    SubjectKeys joint = store.of("st-1", ALL);
    store.save("st-1", ALL, joint);
    Files.write(second, left);
    open();
    assertThat(store.of("st-1", ALL).toBytes()).isEqualTo(joint.toBytes());
  }

  @Test
  void damagedMap_isRefusedWithTheRemedy() throws IOException {
    store.save("st-1", ALPHA, one);
    byte[] bytes = Files.readAllBytes(files().get(0));
    bytes[bytes.length - 1] ^= 1;
    Files.write(files().get(0), bytes);
    assertThatExceptionOfType(SealedFileException.class)
        .isThrownBy(this::open)
        .withMessageContaining("bring it back from a copy");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static SortedSet<String> group(String... members) {
    return new TreeSet<>(List.of(members));
  }
}
