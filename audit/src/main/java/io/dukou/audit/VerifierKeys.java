package io.dukou.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The keys of one log, each with the sizes of the trees that it may sign: what lets a log change
 * its key. Old checkpoints still verify with a key that has been retired, and it signs nothing new.
 *
 * <p>As text, a line for each key: the verifier key, the smallest and the largest size, or {@code
 * -} where there is no largest yet. Empty lines and those that begin with {@code #} say nothing.
 *
 * <pre>{@code
 * # from 100000 entries on, both
 * hospital.example/log+8d1f0a2b+AQ… 0 101000
 * hospital.example/log+0c9b8a7f+AQ… 100000 -
 * }</pre>
 *
 * <p>A checkpoint must bear a right signature of each algorithm that some key is valid for at its
 * size, and none that is wrong. Immutable.
 */
public final class VerifierKeys extends LogVerifier {
  private static final int MOST_KEYS = 100;
  private static final String OPEN = "-";

  private final List<Validity> keys;

  private VerifierKeys(List<Validity> keys) {
    this.keys = List.copyOf(keys);
    if (keys.isEmpty() || keys.size() > MOST_KEYS) {
      throw new MalformedException("verifier keys: none, or more than " + MOST_KEYS);
    }
    if (keys.stream().map(each -> each.key.name()).distinct().count() > 1) {
      throw new MalformedException("verifier keys: of several logs");
    }
    if (keys.stream().map(each -> each.key.id()).distinct().count() < keys.size()) {
      throw new MalformedException("verifier keys: a key stands twice");
    }
  }

  /** Returns keys with their sizes. */
  static VerifierKeys of(List<Validity> keys) {
    return new VerifierKeys(keys);
  }

  /**
   * Reads the text form; a verifier key alone is valid for all sizes.
   *
   * @throws MalformedException naming the line, if it is none
   */
  public static VerifierKeys parse(String text) {
    List<Validity> keys = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String[] words = line.strip().split("[ \t]+", -1);
      if (words[0].isEmpty() || words[0].startsWith("#")) {
        continue;
      }
      try {
        keys.add(validity(words));
      } catch (MalformedException e) {
        throw new MalformedException("verifier keys: line " + number + ": " + e.getMessage());
      }
    }
    return new VerifierKeys(keys);
  }

  /**
   * Returns the one key, if it is one for all sizes, else these.
   *
   * @param text what {@link #parse} takes
   */
  public static LogVerifier read(String text) {
    VerifierKeys keys = parse(text);
    Validity first = keys.keys.get(0);
    boolean isOne = keys.keys.size() == 1 && first.from == 0 && first.to.isEmpty();
    return isOne && first.key instanceof VerifierKey key ? key : keys;
  }

  /**
   * Returns the Ed25519 key that signs from now on.
   *
   * @throws MalformedException if there is none
   */
  public VerifierKey newest() {
    return keys.stream()
        .filter(each -> each.to.isEmpty())
        .map(each -> each.key)
        .filter(VerifierKey.class::isInstance)
        .map(VerifierKey.class::cast)
        .findFirst()
        .orElseThrow(
            () -> new MalformedException("verifier keys: no Ed25519 key without a largest size"));
  }

  private static Validity validity(String[] words) {
    NoteKey key = key(words[0]);
    if (words.length == 1) {
      return new Validity(key, 0, OptionalLong.empty());
    }
    if (words.length != 3) {
      throw new MalformedException("write the key, the smallest size and the largest, or -");
    }
    long from = StrictText.decimal(words[1], "the smallest size");
    OptionalLong to =
        words[2].equals(OPEN)
            ? OptionalLong.empty()
            : OptionalLong.of(StrictText.decimal(words[2], "the largest size"));
    return new Validity(key, from, to);
  }

  private static NoteKey key(String text) {
    if (Sm2Key.isOne(text)) {
      return Sm2Key.parse(text);
    }
    return MlDsaKey.isOne(text) ? MlDsaKey.parse(text) : VerifierKey.parse(text);
  }

  /** Returns the keys. */
  List<Validity> keys() {
    return keys;
  }

  @Override
  public String name() {
    return keys.get(0).key.name();
  }

  @Override
  void requireSigned(Note note, long size) {
    Map<NoteKey.Algorithm, Boolean> signed = new EnumMap<>(NoteKey.Algorithm.class);
    Optional<Validity> retired = Optional.empty();
    for (Validity each : keys) {
      boolean isSigned = note.isSignedBy(each.key);
      if (each.covers(size)) {
        signed.merge(each.key.algorithm(), isSigned, Boolean::logicalOr);
      } else if (isSigned) {
        retired = Optional.of(each);
      }
    }
    if (signed.isEmpty()) {
      throw new MalformedException("note: no key of this log is valid for " + size + " entries");
    }
    String missing =
        signed.entrySet().stream()
            .filter(each -> !each.getValue())
            .map(each -> each.getKey().word())
            .collect(Collectors.joining(" and "));
    if (!missing.isEmpty()) {
      throw new MalformedException(
          retired
              .map(each -> "note: signed by a key that may sign " + each.words() + " only")
              .orElse(
                  "note: not signed by a key valid for "
                      + size
                      + " entries: no "
                      + missing
                      + " signature"));
    }
  }

  /** Returns the text form, which {@link #parse} reads; of a key for all sizes, the key alone. */
  @Override
  public String toString() {
    Validity first = keys.get(0);
    if (keys.size() == 1 && first.from == 0 && first.to.isEmpty()) {
      return first.key + "\n";
    }
    return lines();
  }

  /** Returns a line for each key. */
  String lines() {
    return keys.stream().map(each -> each + "\n").collect(Collectors.joining());
  }

  /**
   * A key and the sizes of the trees that it may sign.
   *
   * @param key the key
   * @param from the smallest size
   * @param to the largest, if there is one
   */
  record Validity(NoteKey key, long from, OptionalLong to) {
    /** Refuses an empty range. */
    Validity {
      if (from < 0 || (to.isPresent() && to.getAsLong() < from)) {
        throw new MalformedException("the largest size is below the smallest");
      }
    }

    boolean covers(long size) {
      return size >= from && (to.isEmpty() || size <= to.getAsLong());
    }

    private String words() {
      return "trees of "
          + from
          + (to.isEmpty() ? " entries on" : " to " + to.getAsLong() + " entries");
    }

    @Override
    public String toString() {
      return key + " " + from + " " + (to.isEmpty() ? OPEN : Long.toString(to.getAsLong()));
    }
  }
}
