package io.dukou.audit;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which logs are believed, and how many of which witnesses must have seen a checkpoint before it
 * is: a policy file of c2sp.org/tlog-policy.
 *
 * <pre>{@code
 * log hospital.example/log+1a2b3c4d+AbCd…
 * witness inside  inside.example/w+…+BAcd…  https://witness.inside.example
 * witness outside outside.example/w+…+BAef… https://witness.outside.example
 * group both all inside outside
 * quorum both
 * }</pre>
 *
 * <p>Immutable; any thread may use it.
 */
public final class WitnessPolicy {
  /** The name of a quorum that asks for no witness. */
  static final String NONE = "none";

  private static final int MOST_CHARACTERS = 1 << 20;
  private static final int MOST_DEFINITIONS = 1_000;

  private final List<VerifierKey> logs = new ArrayList<>();
  private final List<Witness> witnesses = new ArrayList<>();
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();
  private String quorumName = "";
  private boolean isLenient;
  private int definitions;

  private final String text;

  private WitnessPolicy(String text) {
    this.text = text;
  }

  /**
   * Reads a policy file.
   *
   * @throws MalformedException naming the line, if it is none
   */
  public static WitnessPolicy parse(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new MalformedException("policy: longer than " + MOST_CHARACTERS + " characters");
    }
    WitnessPolicy policy = new WitnessPolicy(text);
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      try {
        policy.add(line);
      } catch (MalformedException e) {
        throw new MalformedException("policy: line " + number + ": " + e.getMessage());
      }
    }
    if (policy.quorumName.isEmpty()) {
      throw new MalformedException("policy: no quorum line; write one, `quorum none` if need be");
    }
    return policy;
  }

  private void add(String line) {
    if (line.chars().anyMatch(c -> c != '\t' && (c < ' ' || c == 0x7f))) {
      throw new MalformedException("control character");
    }
    String[] words = line.strip().split("[ \t]+", -1);
    if (words[0].isEmpty() || words[0].startsWith("#")) {
      return;
    }
    definitions++;
    if (definitions > MOST_DEFINITIONS) {
      throw new MalformedException("more than " + MOST_DEFINITIONS + " definitions");
    }
    switch (words[0]) {
      case "log" -> addLog(words);
      case "witness" -> addWitness(words);
      case "group" -> addGroup(words);
      case "quorum" -> setQuorum(words);
      default -> throw new MalformedException("not log, witness, group or quorum");
    }
  }

  private void addLog(String[] words) {
    requireWords(words, 2, 3);
    VerifierKey key = VerifierKey.parse(words[1]);
    if (logs.stream().anyMatch(log -> Arrays.equals(log.publicKey(), key.publicKey()))) {
      throw new MalformedException("the key of a log stands twice");
    }
    logs.add(key);
  }

  private void addWitness(String[] words) {
    requireWords(words, 3, 4);
    WitnessKey key = WitnessKey.parse(words[2]);
    if (witnesses.stream().anyMatch(witness -> witness.key.hasSameMaterial(key))) {
      throw new MalformedException("the key of a witness stands twice");
    }
    Witness witness = new Witness(words[1], key, words.length == 4 ? url(words[3]) : null);
    define(words[1], new Member(List.of(), 1));
    witnesses.add(witness);
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      if (url.isAbsolute()
          && url.getHost() != null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // falls through to what is said of all that is no URL of a server
    }
    throw new MalformedException("not the URL of a witness, such as https://witness.example/w");
  }

  private void addGroup(String[] words) {
    requireWords(words, 4, Integer.MAX_VALUE);
    List<String> of = Arrays.asList(words).subList(3, words.length);
    for (String name : of) {
      if (!members.containsKey(name)) {
        throw new MalformedException("the group names what no line before defines");
      }
      if (!used.add(name)) {
        throw new MalformedException("a name is a member twice");
      }
    }
    define(words[1], new Member(of, least(words[2], of.size())));
  }

  private static int least(String word, int members) {
    long least =
        switch (word) {
          case "any" -> 1;
          case "all" -> members;
          default -> StrictText.decimal(word, "the number of a group");
        };
    if (least < 1 || least > members) {
      throw new MalformedException("the number of a group is from 1 to that of its members");
    }
    return (int) least;
  }

  private void define(String name, Member member) {
    if (name.equals(NONE) || members.putIfAbsent(name, member) != null) {
      throw new MalformedException("the name is taken");
    }
  }

  private void setQuorum(String[] words) {
    requireWords(words, 2, 2);
    if (!quorumName.isEmpty()) {
      throw new MalformedException("there is a quorum already");
    }
    if (!words[1].equals(NONE) && !members.containsKey(words[1])) {
      throw new MalformedException("the quorum is what no line before defines");
    }
    quorumName = words[1];
  }

  private static void requireWords(String[] words, int least, int most) {
    if (words.length < least || words.length > most) {
      throw new MalformedException("too few or too many words after " + words[0]);
    }
  }

  /** Returns the text that it was read from. */
  public String text() {
    return text;
  }

  /** Returns the keys of the logs that are believed; none if they are known from elsewhere. */
  public List<VerifierKey> logs() {
    return List.copyOf(logs);
  }

  /** Returns the witnesses, in the order of the file. */
  public List<Witness> witnesses() {
    return List.copyOf(witnesses);
  }

  /** Returns the same policy, under which too few witnesses are no failure. */
  public WitnessPolicy withoutQuorum() {
    WitnessPolicy other = new WitnessPolicy(text);
    other.logs.addAll(logs);
    other.witnesses.addAll(witnesses);
    other.members.putAll(members);
    other.quorumName = quorumName;
    other.isLenient = true;
    return other;
  }

  /** Returns whether too few witnesses are no failure. */
  boolean isLenient() {
    return isLenient || quorumName.equals(NONE);
  }

  /**
   * Finds out which witnesses cosigned a checkpoint, and whether they are enough.
   *
   * @param note the whole signed note; the log's own signature is not looked at
   * @throws MalformedException if it is none, or a cosignature of a listed witness is wrong
   */
  public Witnessed check(String note) {
    Note parsed = Note.parse(note);
    Map<String, Instant> seen = new TreeMap<>();
    for (Witness witness : witnesses) {
      witness.key.cosigned(parsed).ifPresent(at -> seen.put(witness.name, at));
    }
    return new Witnessed(isMet(seen), seen);
  }

  /**
   * Tells whether the quorum has witnessed; a group stands behind its members, so one pass does.
   */
  private boolean isMet(Map<String, Instant> seen) {
    Set<String> met = new HashSet<>(seen.keySet());
    members.forEach(
        (name, member) -> {
          if (!member.of.isEmpty()
              && member.of.stream().filter(met::contains).count() >= member.least) {
            met.add(name);
          }
        });
    return quorumName.equals(NONE) || met.contains(quorumName);
  }

  /** Returns whether another policy was read from the same text, and is as strict. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WitnessPolicy policy
        && text.equals(policy.text)
        && isLenient == policy.isLenient;
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns the name of the quorum. */
  @Override
  public String toString() {
    return "WitnessPolicy[quorum " + quorumName + "]";
  }

  /**
   * A witness.
   *
   * @param name what the policy calls it
   * @param key its key
   * @param url the prefix under which it takes checkpoints, or null
   */
  public record Witness(String name, WitnessKey key, @Nullable URI url) {
    /** Returns the address, if the policy says one. */
    public Optional<URI> address() {
      return Optional.ofNullable(url);
    }
  }

  /**
   * What witnesses say of a checkpoint.
   *
   * @param isEnough whether the quorum is met
   * @param seen when each witness that cosigned did so, by its name in the policy
   */
  public record Witnessed(boolean isEnough, Map<String, Instant> seen) {
    /** Copies the map. */
    public Witnessed {
      seen = java.util.Collections.unmodifiableMap(new TreeMap<>(seen));
    }
  }

  /**
   * A witness, which has no members, or a group.
   *
   * @param of the names of its members
   * @param least how many of them must have witnessed
   */
  private record Member(List<String> of, int least) {
    /** Copies the list. */
    Member {
      of = List.copyOf(of);
    }
  }
}
