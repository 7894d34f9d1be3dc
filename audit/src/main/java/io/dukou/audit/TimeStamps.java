package io.dukou.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time stamps of a log's checkpoints, in its folder {@code timestamp}: for a tree of N entries
 * {@code N.checkpoint}, the signed note, and {@code N.tsr}, an authority's answer about its bytes
 * as {@code openssl ts} reads it. They show that all entries below N existed at a time, which the
 * log's own clock cannot. Blocks on the disk; one thread at a time.
 */
public final class TimeStamps {
  static final String DIRECTORY = "timestamp";
  private static final String NOTE = ".checkpoint";
  private static final String REPLY = ".tsr";

  private final LogStorage storage;

  TimeStamps(LogStorage storage) {
    this.storage = storage;
  }

  /** Returns the question to ask an authority about a checkpoint. */
  public static TimeStampQuery query(Checkpoint checkpoint, SecureRandom random) {
    return TimeStampQuery.of(bytes(checkpoint), random);
  }

  /**
   * Keeps an authority's answer, durably, once it is checked.
   *
   * @param checkpoint what was asked about: a published checkpoint of this log
   * @throws MalformedException if the answer is to another question, or not to be believed; nothing
   *     is kept
   * @throws LogFailedException if it cannot be written
   */
  public TimeStamp keep(
      Checkpoint checkpoint, TimeStampQuery query, byte[] reply, TimeStampTrust trust) {
    TimeStamp stamp = query.accept(reply, trust);
    String path = path(checkpoint.size());
    try {
      StorageFiles files = new StorageFiles(storage);
      files.replace(path + NOTE, bytes(checkpoint));
      files.syncDirectories();
      files.replace(path + REPLY, reply);
      files.syncDirectories();
    } catch (IOException e) {
      throw new LogFailedException(
          storage.describe(path + REPLY) + ": the time stamp cannot be kept", e);
    }
    return stamp;
  }

  /** Returns the sizes of the trees whose checkpoints are stamped, ascending. */
  List<Long> sizes() throws IOException {
    return storage.list(DIRECTORY).stream()
        .filter(name -> name.matches("[1-9][0-9]{0,17}\\.tsr"))
        .map(name -> Long.valueOf(name.substring(0, name.length() - REPLY.length())))
        .sorted()
        .toList();
  }

  /** Returns the smallest stamped size that covers an entry, or null. */
  @Nullable Long sizeCovering(long index) throws IOException {
    return sizes().stream().filter(size -> size > index).findFirst().orElse(null);
  }

  /**
   * Reads a stamped checkpoint.
   *
   * @throws NoSuchFileException if there is none of this size
   * @throws MalformedException if its note is not text
   */
  String note(long size) throws IOException {
    return StrictText.utf8(StorageFiles.readAll(storage, notePath(size)), "checkpoint");
  }

  /** Reads an authority's answer about the checkpoint of a size. */
  byte[] reply(long size) throws IOException {
    return StorageFiles.readAll(storage, replyPath(size));
  }

  static String notePath(long size) {
    return path(size) + NOTE;
  }

  static String replyPath(long size) {
    return path(size) + REPLY;
  }

  private static byte[] bytes(Checkpoint checkpoint) {
    return checkpoint.note().getBytes(StandardCharsets.UTF_8);
  }

  private static String path(long size) {
    return DIRECTORY + "/" + size;
  }
}
