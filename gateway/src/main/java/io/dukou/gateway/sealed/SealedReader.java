package io.dukou.gateway.sealed;

import io.dukou.gateway.keys.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.AEADBadTagException;

/** Reads one sealed file from its start to its end. One thread. */
final class SealedReader extends InputStream {
  private static final int SEALED_BYTES = PieceSeal.PIECE_BYTES + PieceSeal.TAG_BYTES;

  private final Path file;
  private final InputStream source;
  private final PieceSeal seal;
  private final byte[] sealed = new byte[SEALED_BYTES];

  private byte[] ahead;
  private byte[] piece = new byte[0];
  private int position;
  private long number;
  private boolean ended;

  private SealedReader(Path file, InputStream source, PieceSeal seal) throws IOException {
    this.file = file;
    this.source = source;
    this.seal = seal;
    this.ahead = next();
  }

  static InputStream open(Path file, Secret key, String name) {
    try {
      InputStream source = Files.newInputStream(file);
      try {
        byte[] magic = source.readNBytes(SealedWriter.MAGIC.length);
        byte[] salt = source.readNBytes(PieceSeal.SALT_BYTES);
        if (!Arrays.equals(magic, SealedWriter.MAGIC) || salt.length != PieceSeal.SALT_BYTES) {
          throw new SealedFileException(file, "not a sealed file", null);
        }
        return new SealedReader(file, source, PieceSeal.of(key, name, salt));
      } catch (IOException | RuntimeException e) {
        source.close();
        throw e;
      }
    } catch (IOException e) {
      throw new SealedFileException(file, "the file cannot be read", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (position == piece.length) {
      if (ended) {
        return -1;
      }
      openPiece();
    }
    int count = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    Arrays.fill(piece, (byte) 0);
    source.close();
  }

  /** Opens the piece read ahead; it is the last one where nothing follows. */
  private void openPiece() throws IOException {
    byte[] current = ahead;
    ahead = next();
    ended = ahead.length == 0;
    try {
      Arrays.fill(piece, (byte) 0);
      piece = seal.open(number, ended, current, current.length);
    } catch (AEADBadTagException e) {
      throw new SealedFileException(file, "the file is damaged or cut short", e);
    }
    position = 0;
    number++;
  }

  private byte[] next() throws IOException {
    int count = source.readNBytes(sealed, 0, sealed.length);
    return Arrays.copyOf(sealed, count);
  }
}
