package io.dukou.gateway.facts;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A regular file that may grow while it is read, but not beyond its bound. One thread. */
final class RegularFile extends FilterInputStream {
  private final long most;
  private long left;

  private RegularFile(InputStream source, long most) {
    super(source);
    this.most = most;
    this.left = most;
  }

  /** Opens a file, following links; a pipe is not even opened, since that alone can hang. */
  static InputStream open(Path file, long most) throws IOException {
    long size = Files.size(file); // fails as reading would where there is no such file
    if (!Files.isRegularFile(file)) {
      throw UnfitFileException.notRegular();
    }
    if (size > most) {
      throw UnfitFileException.longerThan(most);
    }
    return new RegularFile(Files.newInputStream(file), most);
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    take(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int taken = in.read(target, offset, count);
    take(Math.max(0, taken));
    return taken;
  }

  private void take(int count) throws IOException {
    left -= count;
    if (left < 0) {
      throw UnfitFileException.longerThan(most);
    }
  }
}
