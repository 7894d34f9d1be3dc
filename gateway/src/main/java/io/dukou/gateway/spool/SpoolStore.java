package io.dukou.gateway.spool;

import static io.dukou.gateway.spool.PieceCipher.PIECE_BYTES;
import static io.dukou.gateway.spool.PieceCipher.TAG_BYTES;

import io.dukou.gateway.spool.SpoolException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pieces of one body: the first ones in memory, the others in a file.
 *
 * <p>One thread at a time adds pieces, in order; then any threads read them. {@link #close} may
 * come at any time from any thread: it waits for the reads under way, and those that come later
 * fail. Piece {@code i} of the body is piece {@code i} for the cipher wherever it lies.
 */
final class SpoolStore {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStore.class);

  private final PieceCipher cipher;
  private final SpoolFactory.FileMaker files;
  private final SpoolQuota quota;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final List<byte[]> memory = new ArrayList<>();

  private @Nullable PieceFile file;
  private long filePieces;
  private int lastLength;
  private long reserved;
  private long reservedMemory;
  private volatile int memoryPieces;
  private boolean closed;

  SpoolStore(PieceCipher cipher, SpoolFactory.FileMaker files, SpoolQuota quota) {
    this.cipher = cipher;
    this.files = files;
    this.quota = quota;
  }

  /** Takes {@code length} more bytes of the quota for this body. */
  void reserve(long length) throws SpoolException {
    lock.writeLock().lock();
    try {
      requireOpen();
      if (!quota.reserve(length)) {
        throw new SpoolException(Reason.QUOTA);
      }
      reserved += length;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Makes sure that {@code total} bytes of this body may lie in memory; false if they may not. */
  boolean reserveMemory(long total) {
    lock.writeLock().lock();
    try {
      long more = Math.max(0, total - reservedMemory);
      if (closed || !quota.reserveMemory(more)) {
        return false;
      }
      reservedMemory += more;
      return true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Gives back the memory that was reserved beyond the pieces that lie there. */
  void trimMemory() {
    lock.writeLock().lock();
    try {
      long used = memory.stream().mapToLong(piece -> piece.length).sum();
      quota.releaseMemory(reservedMemory - used);
      reservedMemory = used;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Adds the next piece in memory; the array belongs to the store from now on. */
  void addToMemory(byte[] piece) throws SpoolException {
    lock.writeLock().lock();
    try {
      requireOpen();
      memory.add(piece);
      memoryPieces = memory.size();
      lastLength = piece.length;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Seals the next piece and adds it to the file, which is made for the first one. */
  void addToFile(byte[] content, int length, boolean last) throws SpoolException {
    lock.writeLock().lock();
    try {
      requireOpen();
      byte[] sealed = cipher.seal(memoryPieces + filePieces, last, content, length);
      if (file == null) {
        file = files.make();
      }
      file.write(filePosition(filePieces), sealed);
      filePieces++;
      lastLength = length;
    } catch (SpoolException e) {
      throw e;
    } catch (IOException e) {
      throw new SpoolException(Reason.STORAGE, e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Returns whether reading this piece touches no disk. */
  boolean inMemory(long index) {
    return index < memoryPieces;
  }

  /** Returns a copy of the content of one piece. */
  byte[] read(long index) throws SpoolException {
    lock.readLock().lock();
    try {
      requireOpen();
      return inMemory(index) ? memory.get((int) index).clone() : readFile(index);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Zeroes the key and the pieces in memory and gives the file and the quota back. */
  void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        release();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private byte[] readFile(long index) throws SpoolException {
    long inFile = index - memoryPieces;
    boolean last = inFile == filePieces - 1;
    if (file == null || inFile >= filePieces) {
      throw new IndexOutOfBoundsException("no piece " + index);
    }
    try {
      int length = (last ? lastLength : PIECE_BYTES) + TAG_BYTES;
      return cipher.open(index, last, file.read(filePosition(inFile), length));
    } catch (SpoolException e) {
      throw e;
    } catch (IOException e) {
      throw new SpoolException(Reason.STORAGE, e);
    }
  }

  private void release() {
    cipher.destroy();
    memory.forEach(piece -> Arrays.fill(piece, (byte) 0));
    memory.clear();
    quota.release(reserved);
    quota.releaseMemory(reservedMemory);
    quota.closed();
    if (file != null) {
      closeFile(file);
    }
  }

  /** Closes the file. What fails here leaves nothing readable: the key is gone already. */
  private static void closeFile(PieceFile file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("a spool's file could not be closed: {}", e.getClass().getName());
    }
  }

  private void requireOpen() throws SpoolException {
    if (closed) {
      throw new SpoolException(Reason.CLOSED);
    }
  }

  private static long filePosition(long inFile) {
    return inFile * (PIECE_BYTES + TAG_BYTES);
  }
}
