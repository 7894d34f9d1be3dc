package io.dukou.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A witness: cosigns the checkpoints of some logs, each only if it begins with what it cosigned
 * before, so that a log can show everybody who asks for its cosignature one history only.
 * Implements {@code add-checkpoint} and the monitoring of c2sp.org/tlog-witness.
 *
 * <h2>What it remembers</h2>
 *
 * <p>For each log the newest checkpoint it cosigned, written and synced before the cosignature is
 * answered. Were that replaced by an older copy, the witness would cosign a second history. So its
 * size and root may be kept a second time, on another disk (the guard): a state that is behind the
 * guard is refused. A directory that was never made for this key is refused too, so that one whose
 * disk is not mounted does not pass for a new one. What no witness can find out by itself is that
 * both are replaced together.
 *
 * <p>After a failure to write nothing is cosigned until it is opened again. Any thread may call;
 * questions about one log take their turns. Methods block on the disk.
 */
public final class Witness implements Closeable {
  /** The longest question; a note of at most so many bytes and 63 hashes are well below it. */
  public static final int LONGEST_QUESTION = 1 << 20;

  private static final String MARKER = "witness";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String SIZE = "text/x.tlog.size";
  private static final String OLD = "old ";

  private final LogStorage state;
  private final StorageFiles files;
  private final WitnessKeys key;
  private final InstantSource clock;
  private final Map<String, Log> logs = new LinkedHashMap<>();
  private final Closeable lock;
  private volatile @Nullable IOException failure;

  private Witness(LogStorage state, WitnessKeys key, InstantSource clock, Closeable lock) {
    this.state = state;
    this.files = new StorageFiles(state);
    this.key = key;
    this.clock = clock;
    this.lock = lock;
  }

  /**
   * Makes the state of a witness that has cosigned nothing, in an existing empty directory.
   *
   * @throws LogDamagedException if there is a state already
   * @throws LogFailedException if it cannot be written
   */
  public static void create(LogStorage state, WitnessKeys key) {
    try (Closeable held = state.lock()) {
      if (held == null || state.exists(MARKER)) {
        throw new LogDamagedException(
            state.describe(MARKER), "there is a witness already", "use another directory");
      }
      StorageFiles files = new StorageFiles(state);
      files.replace(MARKER, (key.vkey() + "\n").getBytes(StandardCharsets.UTF_8));
      files.syncDirectories();
    } catch (IOException e) {
      throw new LogFailedException(state.describe("") + ": the state cannot be written", e);
    }
  }

  /** Does the same for an Ed25519 key. */
  public static void create(LogStorage state, LogKeys key) {
    create(state, WitnessKeys.of(key));
  }

  /**
   * Opens a witness.
   *
   * @param state the directory that {@link #create} made
   * @param guard what tells whether the state is an older copy of itself, or null
   * @param key the key it cosigns with
   * @param trusted the keys of the logs; several of one name are keys of one log
   * @throws LogDamagedException if the state is not of this key, is behind the guard, or cannot be
   *     read, or a guard that is not new knows nothing of what was cosigned
   * @throws LogInUseException if another process has it open
   * @throws LogFailedException if a file cannot be read
   */
  public static Witness open(
      LogStorage state,
      @Nullable Guard guard,
      WitnessKeys key,
      List<VerifierKey> trusted,
      InstantSource clock) {
    try {
      Witness witness = new Witness(state, key, clock, state.lock());
      boolean opened = false;
      try {
        witness.requireMarker();
        Map<String, List<VerifierKey>> keysOf = new LinkedHashMap<>();
        trusted.forEach(
            each -> keysOf.computeIfAbsent(each.name(), unseen -> new ArrayList<>()).add(each));
        for (Map.Entry<String, List<VerifierKey>> each : keysOf.entrySet()) {
          witness.logs.put(each.getKey(), witness.read(each.getKey(), each.getValue(), guard));
        }
        opened = true;
        return witness;
      } finally {
        if (!opened) {
          witness.lock.close();
        }
      }
    } catch (IOException e) {
      throw new LogFailedException(
          state.describe("") + ": the state of the witness cannot be read", e);
    }
  }

  /** Does the same with an Ed25519 key. */
  public static Witness open(
      LogStorage state,
      @Nullable Guard guard,
      LogKeys key,
      List<VerifierKey> trusted,
      InstantSource clock) {
    return open(state, guard, WitnessKeys.of(key), trusted, clock);
  }

  private void requireMarker() throws IOException {
    String expected = key.vkey() + "\n";
    String found;
    try {
      found = new String(StorageFiles.readAll(state, MARKER), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new LogDamagedException(
          state.describe(""),
          "is not the state of a witness",
          "mount its disk, or make a new one with `dukou witness init`");
    }
    if (!found.equals(expected)) {
      throw new LogDamagedException(
          state.describe(MARKER), "is of another key", "use the key that it was made with");
    }
  }

  /**
   * A directory that remembers how far was cosigned.
   *
   * @param storage the directory, best on another disk than the state
   * @param isNew whether it may know nothing although something was cosigned, and begins from the
   *     state as it is
   */
  public record Guard(LogStorage storage, boolean isNew) {}

  private Log read(String origin, List<VerifierKey> keys, @Nullable Guard guard)
      throws IOException {
    String file = hashOf(origin);
    @Nullable Checkpoint newest = null;
    if (state.exists(file)) {
      newest = kept(file, keys);
    }
    LogStorage storage = guard == null ? null : guard.storage;
    AcknowledgedCheckpoint guarded = AcknowledgedCheckpoint.in(storage, file);
    if (guard != null && !guarded.isThere() && newest != null && !guard.isNew) {
      throw new LogDamagedException(
          guard.storage.describe(file),
          "is not there, although " + newest.size() + " entries of " + origin + " were cosigned",
          "see that the disk of the guard is mounted; only if the guard is new, begin it once with"
              + " --new-guard");
    }
    long size = newest == null ? 0 : newest.size();
    if (size < guarded.size() || (newest != null && guarded.contradicts(newest))) {
      throw new LogDamagedException(
          state.describe(file),
          "is behind what was cosigned, says "
              + (storage == null ? "" : storage.describe(file))
              + ": "
              + size
              + " entries instead of "
              + guarded.size()
              + ", or others",
          "bring back the newest copy; with an older one the witness might cosign a second"
              + " history");
    }
    guarded.begin();
    if (newest != null && guarded.size() < size) {
      guarded.keep(newest);
    }
    return new Log(file, keys, guarded, newest);
  }

  private Checkpoint kept(String file, List<VerifierKey> keys) throws IOException {
    try {
      String note = StrictText.utf8(StorageFiles.readAll(state, file), "checkpoint");
      Note parsed = Note.parse(note);
      if (key.vkey().cosigned(parsed).isEmpty()) {
        throw new MalformedException("it is not cosigned by this witness");
      }
      return opened(parsed, note, keys)
          .orElseThrow(() -> new MalformedException("no trusted key of its log signed it"));
    } catch (MalformedException e) {
      throw new LogDamagedException(
          state.describe(file),
          String.valueOf(e.getMessage()),
          "bring back the newest copy; without it the witness might cosign a second history");
    }
  }

  private static Optional<Checkpoint> opened(Note note, String text, List<VerifierKey> keys) {
    // All of them, for a wrong signature by a known key spoils the note whoever else signed it.
    List<VerifierKey> signers = keys.stream().filter(note::isSignedBy).toList();
    return signers.isEmpty()
        ? Optional.empty()
        : Optional.of(Checkpoint.open(text, signers.get(0)));
  }

  /** Returns the public key that verifies the cosignatures. */
  public WitnessKey vkey() {
    return key.vkey();
  }

  /** Tells whether it can cosign, as far as is known. */
  public boolean healthy() {
    return failure == null;
  }

  /**
   * Answers {@code add-checkpoint}.
   *
   * @param question the body of the request
   * @return 200 with the cosignature, 400 if the question is malformed, 403 if no trusted key
   *     signed the checkpoint, 404 if the log is not known, 409 with the size it knows, 422 if the
   *     checkpoint does not begin with what was cosigned before, 500 if the state cannot be written
   */
  public Reply addCheckpoint(byte[] question) {
    Question asked;
    Note note;
    String origin;
    try {
      asked = Question.parse(question);
      note = Note.parse(asked.note);
      origin = note.text().substring(0, note.text().indexOf('\n'));
    } catch (MalformedException e) {
      return Reply.refusal(400, String.valueOf(e.getMessage()));
    }
    Log log = logs.get(origin);
    if (log == null) {
      return Reply.refusal(404, "this log is not known here");
    }
    Optional<Checkpoint> signed;
    try {
      if (log.keys.stream().noneMatch(note::isSignedBy)) {
        return Reply.refusal(403, "no trusted key of this log signed the checkpoint");
      }
    } catch (MalformedException e) {
      return Reply.refusal(403, String.valueOf(e.getMessage()));
    }
    try {
      signed = opened(note, asked.note, log.keys);
    } catch (MalformedException e) {
      return Reply.refusal(400, String.valueOf(e.getMessage()));
    }
    return log.add(asked, note, signed.orElseThrow());
  }

  /**
   * Returns the newest cosigned checkpoint of a log, with the signatures of log and witness; empty
   * if it cosigned none.
   *
   * @param originHash SHA-256 of the log's origin in lower-case hexadecimal
   */
  public Optional<String> checkpoint(String originHash) {
    return logs.values().stream()
        .filter(log -> log.file.equals(originHash))
        .flatMap(log -> Optional.ofNullable(log.newest).stream())
        .map(Checkpoint::note)
        .findFirst();
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new LogFailedException(state.describe("") + ": closing failed", e);
    }
  }

  private static String hashOf(String origin) {
    return StrictText.hex(TreeHash.sha256().digest(origin.getBytes(StandardCharsets.UTF_8)));
  }

  /** One log. */
  private final class Log {
    private final String file;
    private final List<VerifierKey> keys;
    private final AcknowledgedCheckpoint guarded;
    private volatile @Nullable Checkpoint newest;

    Log(
        String file,
        List<VerifierKey> keys,
        AcknowledgedCheckpoint guarded,
        @Nullable Checkpoint newest) {
      this.file = file;
      this.keys = List.copyOf(keys);
      this.guarded = guarded;
      this.newest = newest;
    }

    synchronized Reply add(Question asked, Note note, Checkpoint next) {
      Checkpoint before = newest;
      long known = before == null ? 0 : before.size();
      if (asked.oldSize > next.size()) {
        return Reply.refusal(400, "the old size is above that of the checkpoint");
      }
      if (asked.oldSize != known) {
        return new Reply(409, SIZE, known + "\n");
      }
      byte[] empty = new TreeHash().empty();
      byte[] knownRoot = before == null ? empty : before.root();
      boolean isConsistent =
          (next.size() > 0 || Arrays.equals(next.root(), empty))
              && new ConsistencyProof(known, next.size(), asked.proof)
                  .binds(knownRoot, next.root());
      if (!isConsistent) {
        return Reply.refusal(
            422,
            ("the checkpoint of %s with %d entries does not begin with the %d entries that were"
                    + " cosigned before")
                .formatted(next.origin(), next.size(), known));
      }
      return cosigned(note, next);
    }

    private Reply cosigned(Note note, Checkpoint next) {
      if (failure != null) {
        return Reply.refusal(500, "the state of the witness cannot be written");
      }
      Instant at = clock.instant();
      String line;
      try {
        line = key.cosign(note.text(), at);
      } catch (MalformedException e) {
        return Reply.refusal(400, String.valueOf(e.getMessage()));
      }
      String kept = note.text() + "\n" + signatureOf(next) + line;
      Checkpoint record = new Checkpoint(next.origin(), next.size(), next.rootHash(), kept);
      try {
        keep(record, kept);
      } catch (IOException e) {
        failure = e;
        return Reply.refusal(500, "the state of the witness cannot be written");
      }
      newest = record;
      return new Reply(200, TEXT, line);
    }

    private void keep(Checkpoint record, String kept) throws IOException {
      synchronized (files) {
        files.replace(file, kept.getBytes(StandardCharsets.UTF_8));
        files.syncDirectories();
      }
      guarded.keep(record);
    }

    /** Returns one signature line of each trusted key that signed, of all others none. */
    private String signatureOf(Checkpoint checkpoint) {
      Note note = Note.parse(checkpoint.note());
      StringBuilder lines = new StringBuilder();
      for (VerifierKey trusted : keys) {
        note.signaturesBy(trusted.name(), trusted.id()).stream()
            .limit(1) // whoever asks may repeat them, and a note with too many is none
            .forEach(signature -> lines.append(Note.line(trusted.name(), trusted.id(), signature)));
      }
      return lines.toString();
    }
  }

  /**
   * What a log asks.
   *
   * @param oldSize size of the tree it believes was cosigned last
   * @param proof the consistency proof from there
   * @param note the checkpoint
   */
  record Question(long oldSize, List<byte[]> proof, String note) {
    static Question parse(byte[] bytes) {
      if (bytes.length > LONGEST_QUESTION) {
        throw new MalformedException("question: longer than " + LONGEST_QUESTION + " bytes");
      }
      String text = StrictText.utf8(bytes, "question");
      int split = text.indexOf("\n\n");
      String head = split < 0 ? "" : text.substring(0, split);
      if (!head.startsWith(OLD)) {
        throw new MalformedException("question: does not begin with the old size and a proof");
      }
      String[] lines = head.split("\n", -1);
      if (lines.length - 1 > ConsistencyProof.LONGEST) {
        throw new MalformedException("question: the proof is longer than any");
      }
      List<byte[]> proof = new ArrayList<>();
      for (int i = 1; i < lines.length; i++) {
        byte[] hash = StrictText.base64(lines[i], "question: hash");
        StrictText.requireLength(hash, TreeHash.LENGTH, "question: hash");
        proof.add(hash);
      }
      long old = StrictText.decimal(lines[0].substring(OLD.length()), "question: old size");
      return new Question(old, proof, text.substring(split + 2));
    }
  }

  /**
   * An answer.
   *
   * @param status the HTTP status code
   * @param mediaType the type of the body
   * @param body the body, which ends in a newline
   */
  public record Reply(int status, String mediaType, String body) {
    private static Reply refusal(int status, String words) {
      return new Reply(status, TEXT, words + "\n");
    }
  }
}
