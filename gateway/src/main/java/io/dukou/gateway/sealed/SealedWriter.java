package io.dukou.gateway.sealed;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/**
 * Writes one sealed file. One thread. The file exists from {@link #commit} on; closing before that
 * throws it away, closing after that does nothing.
 */
public final class SealedWriter extends OutputStream {
  static final byte[] MAGIC = "DUKOUSF1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final SealedFolder folder;
  private final Path temporary;
  private final Path target;
  private final PieceSeal seal;
  private final FileChannel channel;
  private final byte[] piece = new byte[PieceSeal.PIECE_BYTES];

  private int filled;
  private long number;
  private boolean over;

  private SealedWriter(
      SealedFolder folder, Path temporary, Path target, PieceSeal seal, FileChannel channel) {
    this.folder = folder;
    this.temporary = temporary;
    this.target = target;
    this.seal = seal;
    this.channel = channel;
  }

  static SealedWriter create(
      SealedFolder folder, Path temporary, Path target, PieceSeal seal, byte[] salt) {
    try {
      FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      SealedWriter writer = new SealedWriter(folder, temporary, target, seal, channel);
      writer.put(MAGIC);
      writer.put(salt);
      return writer;
    } catch (IOException e) {
      throw new SealedFileException(target, "the file cannot be written", e);
    }
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (filled == piece.length) {
        putPiece(false);
      }
      int count = Math.min(end - from, piece.length - filled);
      System.arraycopy(bytes, from, piece, filled, count);
      filled += count;
      from += count;
    }
  }

  /**
   * Ends the file; when this returns it is on the disk under its name.
   *
   * @throws SealedFileException if that is not certain
   */
  public void commit() {
    try {
      putPiece(true);
      channel.force(true);
      channel.close();
      folder.publish(temporary, target);
      over = true;
    } catch (IOException e) {
      throw new SealedFileException(target, "the file cannot be written", e);
    } finally {
      Arrays.fill(piece, (byte) 0);
    }
  }

  @Override
  public void close() throws IOException {
    if (!over) {
      over = true;
      Arrays.fill(piece, (byte) 0);
      channel.close();
      Files.deleteIfExists(temporary);
    }
  }

  private void putPiece(boolean last) throws IOException {
    put(seal.seal(number, last, piece, filled));
    number++;
    filled = 0;
  }

  private void put(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
