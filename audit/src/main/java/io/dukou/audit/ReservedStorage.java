package io.dukou.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Storage whose writes, new names and new directories are given room from a {@link SpaceReserve}
 * when there is none. Syncs are passed on as they are and never repeated.
 */
final class ReservedStorage implements LogStorage {
  /** What a new name or directory may need, at the most. */
  private static final long NAME = 64 << 10;

  private final LogStorage storage;
  private final SpaceReserve reserve;

  ReservedStorage(LogStorage storage, SpaceReserve reserve) {
    this.storage = storage;
    this.reserve = reserve;
  }

  @Override
  public LogFile read(String path) throws IOException {
    return storage.read(path);
  }

  @Override
  public LogFile write(String path) throws IOException {
    return new ReservedFile(withRoom(NAME, () -> storage.write(path)), this);
  }

  @Override
  public boolean exists(String path) throws IOException {
    return storage.exists(path);
  }

  @Override
  public List<String> list(String directory) throws IOException {
    return storage.list(directory);
  }

  @Override
  public void createDirectory(String path) throws IOException {
    run(NAME, () -> storage.createDirectory(path));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    run(NAME, () -> storage.rename(from, to));
  }

  @Override
  public void delete(String path) throws IOException {
    storage.delete(path);
  }

  @Override
  public void syncDirectory(String path) throws IOException {
    storage.syncDirectory(path);
  }

  @Override
  public Closeable lock() throws IOException {
    return withRoom(NAME, storage::lock);
  }

  @Override
  public boolean gainsFromRoom() {
    return storage.gainsFromRoom();
  }

  @Override
  public String describe(String path) {
    return storage.describe(path);
  }

  private void run(long need, Change change) throws IOException {
    withRoom(
        need,
        () -> {
          change.run();
          return true;
        });
  }

  /** Does it, and again for each piece of the reserve that is given up, while there is no room. */
  private <T> T withRoom(long need, Making<T> making) throws IOException {
    while (true) {
      try {
        return making.make();
      } catch (IOException e) {
        if (!reserve.isFull(e, need) || !reserve.giveUp(need)) {
          throw e;
        }
      }
    }
  }

  /** Makes something. */
  @FunctionalInterface
  private interface Making<T> {
    T make() throws IOException;
  }

  /** Changes something. */
  @FunctionalInterface
  private interface Change {
    void run() throws IOException;
  }

  /** A file whose writes are given room. */
  private record ReservedFile(LogFile file, ReservedStorage storage) implements LogFile {
    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      return file.read(position, target);
    }

    /** Writes the same bytes to the same place again, so what a failed try left is overwritten. */
    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      ByteBuffer whole = source.duplicate();
      storage.run(whole.remaining(), () -> file.write(position, whole.duplicate()));
      source.position(source.limit());
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      file.sync();
    }

    @Override
    public void syncWithNext() throws IOException {
      file.syncWithNext();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
