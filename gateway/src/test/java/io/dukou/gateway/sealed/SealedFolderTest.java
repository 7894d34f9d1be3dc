package io.dukou.gateway.sealed;

import static io.dukou.gateway.sealed.PieceSeal.PIECE_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files appear whole or not at all, and only their owner and their key can read them. */
final class SealedFolderTest {
  private static final byte[] CONTENT = "0042 Zhang Wei".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path path;
  private SealedBox box;

  @BeforeEach
  void open() {
    box = new SealedBox(path.resolve("sealed"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES + 7})
  void file_isReadAsItWasWritten(int length) throws IOException {
    byte[] content = SealedBox.bytes(length, length);
    box.put("a", content);
    box.reopen();
    assertThat(box.get("a")).isEqualTo(content);
  }

  @Test
  void singleBytes_areWrittenAndReadLikeMany() throws IOException {
    byte[] content = SealedBox.bytes(1, PIECE_BYTES + 300);
    try (SealedWriter writer = box.folder().write("a")) {
      for (byte value : content) {
        writer.write(value);
      }
      writer.commit();
    }
    assertThat(byteByByte("a")).isEqualTo(content);
  }

  @Test
  void endOfFile_isReportedAgainAndAgain() throws IOException {
    box.put("a", CONTENT);
    try (InputStream in = box.folder().read("a")) {
      in.readAllBytes();
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[0])).isZero();
      assertThat(in.read(new byte[4])).isEqualTo(-1);
    }
  }

  @Test
  void uncommittedFile_isNotThere() throws IOException {
    try (SealedWriter writer = box.folder().write("a")) {
      writer.write(CONTENT);
      assertThat(box.folder().contains("a")).isFalse();
      assertThat(box.folder().names()).isEmpty();
    }
    assertThat(box.files()).isEmpty();
  }

  @Test
  void fileBeingWritten_leavesTheOldOneWhole() throws IOException {
    box.put("a", CONTENT);
    try (SealedWriter writer = box.folder().write("a")) {
      writer.write(new byte[] {1});
      assertThat(box.get("a")).isEqualTo(CONTENT);
      writer.commit();
    }
    assertThat(box.get("a")).containsExactly(1);
  }

  @Test
  void crashHalfWay_leavesNothingBehind() throws IOException {
    box.put("a", CONTENT);
    SealedWriter lost = box.folder().write("b");
    lost.write(SealedBox.bytes(2, 2 * PIECE_BYTES));
    assertThat(box.files()).hasSize(2);
    box.reopen();
    assertThat(box.files()).containsExactly("a");
    assertThat(box.get("a")).isEqualTo(CONTENT);
  }

  @Test
  void fileCutShortByACrash_underItsOwnName_isDamaged() throws IOException {
    SealedWriter lost = box.folder().write("a");
    lost.write(SealedBox.bytes(3, 2 * PIECE_BYTES + 1));
    String temporary = box.files().get(0);
    box.store("a", box.stored(temporary));
    assertThatThrownBy(() -> box.get("a")).isInstanceOf(SealedFileException.class);
  }

  @Test
  void folderAndFiles_areTheirOwnersAlone() throws IOException {
    box.put("a", CONTENT);
    Path folder = path.resolve("sealed");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a"))))
        .isEqualTo("rw-------");
  }

  @Test
  void storedBytes_showNoContent_andDifferForEqualContent() throws IOException {
    box.put("a", CONTENT);
    byte[] first = box.stored("a");
    box.put("a", CONTENT);
    assertThat(new String(first, StandardCharsets.ISO_8859_1)).doesNotContain("Zhang", "0042");
    assertThat(box.stored("a")).hasSameSizeAs(first).isNotEqualTo(first);
  }

  @Test
  void names_areThoseOfWholeFiles_inOrder() throws IOException {
    box.put("b", CONTENT);
    box.put("a.1-x", CONTENT);
    box.store(".hidden", CONTENT);
    assertThat(box.folder().names()).isEqualTo(List.of("a.1-x", "b"));
  }

  @Test
  void deletedFile_isGone_andDeletingItAgainDoesNothing() throws IOException {
    box.put("a", CONTENT);
    box.folder().delete("a");
    box.folder().delete("a");
    assertThat(box.folder().contains("a")).isFalse();
    assertThat(box.files()).isEmpty();
  }

  @Test
  void missingFile_isSaidByName() {
    assertThatThrownBy(() -> box.folder().read("absent"))
        .isInstanceOf(SealedFileException.class)
        .hasMessageContaining("absent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../a", "a/b", ".writing-1", "A", "a b", "-a", "a\u0000"})
  void nameThatIsNoPlainName_isRefused(String name) {
    assertThatThrownBy(() -> box.folder().write(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> box.folder().read(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> box.folder().delete(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fileInPlaceOfTheFolder_isRefused() throws IOException {
    Path taken = Files.createFile(path.resolve("taken"));
    assertThatThrownBy(() -> new SealedBox(taken)).isInstanceOf(SealedFileException.class);
  }

  private byte[] byteByByte(String name) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (InputStream in = box.folder().read(name)) {
      for (int value = in.read(); value >= 0; value = in.read()) {
        read.write(value);
      }
    }
    return read.toByteArray();
  }
}
