package io.dukou.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the time stamps of a log: that each stamped checkpoint is one of this log, and with the
 * authorities' roots that each token is theirs and about it. For a log whose tiles were found
 * sound. Not thread-safe.
 */
final class StampCheck {
  private final LogStorage storage;
  private final TimeStamps stamps;
  private final LogVerifier key;
  private final Findings findings;
  private final List<Long> sizes;

  private StampCheck(LogStorage storage, LogVerifier key, Findings findings) throws IOException {
    this.storage = storage;
    this.stamps = new TimeStamps(storage);
    this.key = key;
    this.findings = findings;
    this.sizes = stamps.sizes();
  }

  /**
   * Looks which there are, before the log's checkpoint is read: one that comes later may be of a
   * larger tree.
   *
   * @throws IOException if the folder cannot be listed
   */
  static StampCheck of(LogStorage storage, LogVerifier key, Findings findings) throws IOException {
    return new StampCheck(storage, key, findings);
  }

  /**
   * Checks those that there were.
   *
   * @param published the size of the log's tree, read after them
   * @param trust the roots; null leaves the tokens unread
   * @return how many there are
   */
  long check(long published, @Nullable TimeStampTrust trust) {
    for (long size : sizes) {
      String file = TimeStamps.notePath(size);
      try {
        String note = stamps.note(size);
        checkNote(note, size, published);
        if (trust != null) {
          file = TimeStamps.replyPath(size);
          trust.check(stamps.reply(size), note.getBytes(StandardCharsets.UTF_8));
        }
      } catch (MalformedException e) {
        findings.add(file, "file", e.getMessage());
      } catch (NoSuchFileException e) {
        findings.add(file, "file", "missing");
      } catch (IOException e) {
        findings.add(file, "file", "cannot be read");
      }
    }
    return sizes.size();
  }

  private void checkNote(String note, long size, long published) {
    Checkpoint checkpoint = Checkpoint.open(note, key);
    if (checkpoint.size() != size || size > published) {
      throw new MalformedException("is of a tree of " + checkpoint.size() + " entries");
    }
    TreeView tree = new TreeView(size, new TileReader(storage, published), new TreeHash());
    if (!Arrays.equals(tree.root(), checkpoint.root())) {
      throw new MalformedException("signs another tree than this log's: the log forked");
    }
  }
}
