package io.dukou.gateway.sealed;

import static io.dukou.gateway.sealed.PieceSeal.PIECE_BYTES;
import static io.dukou.gateway.sealed.PieceSeal.SALT_BYTES;
import static io.dukou.gateway.sealed.PieceSeal.TAG_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a file, no wrong byte is read and no early end is believed. */
final class SealedTamperTest {
  private static final int MAGIC_BYTES = 8;
  private static final int HEAD = MAGIC_BYTES + SALT_BYTES;
  private static final int SEALED = PIECE_BYTES + TAG_BYTES;
  private static final int PIECES = 4;
  private static final int LAST = 500;
  private static final int LENGTH = HEAD + (PIECES - 1) * SEALED + LAST + TAG_BYTES;

  /** A byte of each kind, by its place in a file of four pieces. */
  enum Place {
    FIRST_OF_MAGIC(0),
    LAST_OF_MAGIC(MAGIC_BYTES - 1),
    FIRST_OF_SALT(MAGIC_BYTES),
    LAST_OF_SALT(HEAD - 1),
    FIRST_OF_A_PIECE(HEAD),
    INSIDE_A_PIECE(HEAD + SEALED + 777),
    LAST_OF_A_PIECE(HEAD + 2 * SEALED + PIECE_BYTES - 1),
    FIRST_OF_A_TAG(HEAD + PIECE_BYTES),
    LAST_OF_A_TAG(HEAD + 2 * SEALED - 1),
    FIRST_OF_THE_LAST_PIECE(HEAD + 3 * SEALED),
    LAST_OF_THE_LAST_PIECE(LENGTH - TAG_BYTES - 1),
    FIRST_OF_THE_LAST_TAG(LENGTH - TAG_BYTES),
    LAST_BYTE(LENGTH - 1);

    private final int at;

    Place(int at) {
      this.at = at;
    }
  }

  private final byte[] content = SealedBox.bytes(1, (PIECES - 1) * PIECE_BYTES + LAST);

  @TempDir private Path path;
  private SealedBox box;
  private byte[] stored;

  @BeforeEach
  void write() throws IOException {
    box = new SealedBox(path);
    box.put("a", content);
    stored = box.stored("a");
  }

  @Test
  void untouchedFile_isReadAndHasTheExpectedForm() throws IOException {
    assertThat(box.get("a")).isEqualTo(content);
    assertThat(stored).hasSize(LENGTH);
  }

  @ParameterizedTest
  @EnumSource
  void changedByte_isFound_andOnlyWholePiecesBeforeItAreRead(Place place) throws IOException {
    stored[place.at] ^= 1;
    assertDamaged(Math.max(0, place.at - HEAD) / SEALED);
  }

  @Test
  void changedBit_anywhereInAShortFile_isFound() throws IOException {
    box.put("a", new byte[] {1, 2, 3});
    stored = box.stored("a");
    for (int bit = 0; bit < stored.length * 8; bit++) {
      stored[bit / 8] ^= (byte) (1 << bit % 8);
      assertDamaged(0);
      stored[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        5,
        HEAD - 1,
        HEAD,
        HEAD + 9,
        HEAD + SEALED - 1,
        HEAD + SEALED,
        HEAD + 3 * SEALED,
        HEAD + 3 * SEALED + TAG_BYTES,
        LENGTH - 1
      })
  void cutFile_isFound(int length) throws IOException {
    stored = Arrays.copyOf(stored, length);
    assertDamaged(PIECES - 1);
  }

  @Test
  void shortFile_cutAnywhere_isFound() throws IOException {
    box.put("a", new byte[] {1, 2, 3});
    byte[] whole = box.stored("a");
    for (int length = 0; length < whole.length; length++) {
      stored = Arrays.copyOf(whole, length);
      assertDamaged(0);
    }
  }

  @Test
  void appendedBytes_areFound() throws IOException {
    for (int more : new int[] {1, TAG_BYTES, SEALED}) {
      stored = Arrays.copyOf(stored, LENGTH + more);
      assertDamaged(PIECES - 1);
    }
  }

  @Test
  void swappedPieces_areFound() throws IOException {
    byte[] second = piece(stored, 1);
    place(piece(stored, 2), 1);
    place(second, 2);
    assertDamaged(1);
  }

  @Test
  void repeatedPiece_isFound() throws IOException {
    place(piece(stored, 1), 2);
    assertDamaged(2);
  }

  @Test
  void droppedPiece_isFound() throws IOException {
    ByteArrayOutputStream without = new ByteArrayOutputStream();
    without.write(stored, 0, HEAD + SEALED);
    without.write(stored, HEAD + 2 * SEALED, LENGTH - HEAD - 2 * SEALED);
    stored = without.toByteArray();
    assertDamaged(1);
  }

  @Test
  void pieceOfAnotherFile_isFound() throws IOException {
    box.put("b", content);
    place(piece(box.stored("b"), 1), 1);
    assertDamaged(1);
  }

  @Test
  void pieceOfAnEarlierFileOfThisName_isFound() throws IOException {
    box.put("a", content);
    byte[] earlier = stored;
    stored = box.stored("a");
    place(piece(earlier, 2), 2);
    assertDamaged(2);
  }

  @Test
  void wholeFile_underAnotherName_isFound() throws IOException {
    box.store("b", stored);
    assertThatThrownBy(() -> box.get("b")).isInstanceOf(SealedFileException.class);
  }

  @Test
  void otherKey_opensNothing() throws IOException {
    try (InputStream in = box.underAnotherKey().read("a")) {
      assertThatThrownBy(in::read)
          .isInstanceOf(SealedFileException.class)
          .hasMessageContaining("damaged or cut short");
    }
  }

  private static byte[] piece(byte[] file, int number) {
    return Arrays.copyOfRange(file, HEAD + number * SEALED, HEAD + (number + 1) * SEALED);
  }

  private void place(byte[] piece, int number) {
    System.arraycopy(piece, 0, stored, HEAD + number * SEALED, piece.length);
  }

  /** Asserts that the damage is noticed before a byte behind {@code sound} pieces is given out. */
  private void assertDamaged(int sound) throws IOException {
    box.store("a", stored);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    assertThatThrownBy(() -> copy(read))
        .isInstanceOf(SealedFileException.class)
        .hasMessageContaining(path.resolve("a").toString());
    assertThat(read.toByteArray())
        .hasSizeLessThanOrEqualTo(sound * PIECE_BYTES)
        .isEqualTo(Arrays.copyOf(content, read.size()));
  }

  private void copy(ByteArrayOutputStream target) throws IOException {
    try (InputStream in = box.folder().read("a")) {
      in.transferTo(target);
    }
  }
}
