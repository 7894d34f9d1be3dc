package io.dukou.gateway.spool;

import static io.dukou.gateway.spool.MemoryFile.SEALED;
import static io.dukou.gateway.spool.PieceCipher.PIECE_BYTES;
import static io.dukou.gateway.spool.SpoolTest.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.spool.SpoolException.Reason;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is done to the file, no wrong byte is ever read. */
final class SpoolTamperTest {
  private static final int PIECES = 5;
  private static final int LENGTH = (PIECES - 1) * PIECE_BYTES + 1_000;

  private final MemoryFile file = new MemoryFile();
  private final byte[] body = Bodies.random(1, LENGTH);

  @Test
  void untouchedFile_isRead() throws IOException {
    assertThat(spool().open().readAllBytes()).isEqualTo(body);
  }

  @Test
  void changedByte_inAnyPiece_isFound_andOtherPiecesAreRead() throws IOException {
    Random random = new Random(2);
    Spool spool = spool();
    for (int piece = 0; piece < PIECES; piece++) {
      int at = piece * SEALED + random.nextInt(file.piece(piece).length);
      file.bytes[at] ^= (byte) (1 << random.nextInt(8));
      for (int read = 0; read < PIECES; read++) {
        checkPiece(spool, read, read == piece);
      }
      file.bytes = new byte[0];
      spool = spool();
    }
  }

  @Test
  void changedBit_anywhereInAShortPiece_isFound() throws IOException {
    MemoryFile small = new MemoryFile();
    Spool spool = Bodies.spool(Bodies.factory(small, 0), new byte[] {1, 2, 3});
    for (int bit = 0; bit < small.bytes.length * 8; bit++) {
      small.bytes[bit / 8] ^= (byte) (1 << bit % 8);
      failsWith(Reason.TAMPERED, () -> spool.open().read());
      small.bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertThat(spool.open().readAllBytes()).containsExactly(1, 2, 3);
  }

  @Test
  void swappedPieces_areFound() throws IOException {
    Spool spool = spool();
    byte[] first = file.piece(1);
    file.replace(1, file.piece(2));
    file.replace(2, first);
    checkPiece(spool, 1, true);
    checkPiece(spool, 2, true);
  }

  @Test
  void repeatedPiece_isFound() throws IOException {
    Spool spool = spool();
    file.replace(3, file.piece(2));
    checkPiece(spool, 3, true);
  }

  @Test
  void cutFile_isFound() throws IOException {
    Spool spool = spool();
    for (int length : new int[] {file.bytes.length - 1, (PIECES - 1) * SEALED, SEALED + 5, 0}) {
      file.bytes = Arrays.copyOf(file.bytes, length);
      checkPiece(spool, PIECES - 1, true);
    }
  }

  @Test
  void pieceOfAnotherSpool_isFound() throws IOException {
    Spool spool = spool();
    MemoryFile other = new MemoryFile();
    Bodies.spool(Bodies.factory(other, 0), body);
    file.replace(0, other.piece(0));
    checkPiece(spool, 0, true);
  }

  @Test
  void lastPiece_isSealedAsTheLast() throws IOException {
    PieceCipher cipher = PieceCipher.create(new SecureRandom());
    byte[] last = cipher.seal(4, true, new byte[] {9}, 1);
    assertThat(cipher.open(4, true, last)).containsExactly(9);
    failsWith(Reason.TAMPERED, () -> cipher.open(4, false, last));
    failsWith(Reason.TAMPERED, () -> cipher.open(5, true, last));
  }

  @Test
  void equalPieces_haveDifferentBytes() throws IOException {
    Bodies.spool(Bodies.factory(file, 0), new byte[2 * PIECE_BYTES]);
    assertThat(file.piece(0)).isNotEqualTo(file.piece(1));
  }

  @Test
  void destroyedKey_opensNothing() {
    PieceCipher cipher = PieceCipher.create(new SecureRandom());
    byte[] sealed = cipher.seal(0, true, new byte[] {1}, 1);
    cipher.destroy();
    assertThatThrownBy(() -> cipher.open(0, true, sealed))
        .isInstanceOfAny(IllegalStateException.class, SpoolException.class);
  }

  private Spool spool() throws SpoolException {
    return Bodies.spool(Bodies.factory(file, 0), body);
  }

  private void checkPiece(Spool spool, int piece, boolean damaged) throws SpoolException {
    long position = (long) piece * PIECE_BYTES;
    if (damaged) {
      failsWith(Reason.TAMPERED, () -> spool.pieceAt(position));
    } else {
      int end = Math.min(LENGTH, (piece + 1) * PIECE_BYTES);
      assertThat(spool.pieceAt(position)).isEqualTo(Arrays.copyOfRange(body, (int) position, end));
    }
  }
}
