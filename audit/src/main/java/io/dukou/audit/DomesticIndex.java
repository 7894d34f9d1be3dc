package io.dukou.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The file in which an index over domestic parts is kept between searches, sealed as they are. It
 * can be made anew at any time, so whatever is doubtful about it makes it go: it is overwritten and
 * removed before anything is erased from the parts it was made of.
 */
final class DomesticIndex {
  private static final String PREFIX = "search-";
  private static final String SUFFIX = ".dki";

  private final LogStorage storage;
  private final DomesticSeal seal;

  DomesticIndex(LogStorage storage, DomesticSeal seal) {
    this.storage = storage;
    this.seal = seal;
  }

  /** Returns the index, if there is a sound one. */
  Optional<KeptIndex> read() throws IOException {
    Optional<KeptIndex> newest = Optional.empty();
    for (String name : storage.list("")) {
      if (isIndex(name)) {
        try {
          byte[] content = seal.unseal(StorageFiles.readAll(storage, name));
          newest = Optional.of(new KeptIndex(sizeOf(name), content));
        } catch (MalformedException e) {
          discard(name);
        }
      }
    }
    return newest;
  }

  /** Keeps an index in the place of the one before. */
  void write(KeptIndex index, SecureRandom random) throws IOException {
    String path = PREFIX + String.format("%016d", index.size()) + SUFFIX;
    try (LogFile file = storage.write(path)) {
      file.truncate(0);
      file.write(0, ByteBuffer.wrap(seal.seal(index.content(), random)));
      file.sync();
    }
    storage.syncDirectory("");
    for (String name : storage.list("")) {
      if (isIndex(name) && !name.equals(path)) {
        discard(name);
      }
    }
  }

  /** Overwrites and removes indexes over at most so many entries. */
  void discardUpTo(long size) throws IOException {
    for (String name : storage.list("")) {
      if (isIndex(name) && sizeOf(name) <= size) {
        discard(name);
      }
    }
  }

  private static boolean isIndex(String name) {
    return name.matches(PREFIX + "[0-9]{16}\\" + SUFFIX);
  }

  private static long sizeOf(String name) {
    return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
  }

  private void discard(String path) throws IOException {
    StorageFiles.overwriteAndDelete(storage, path);
  }
}
