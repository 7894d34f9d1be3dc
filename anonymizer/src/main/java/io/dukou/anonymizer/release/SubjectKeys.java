package io.dukou.anonymizer.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The pseudonyms of the subjects of one study for one recipient group, by which tables given to
 * that group can be joined.
 *
 * <p>A pseudonym is 128 random bits, so nothing but this map leads from it to its subject; it is
 * written in the 32 letters {@code a} to {@code p}, which no finder takes for a number and no
 * spreadsheet for a power of ten. A subject keeps its pseudonym from cut to cut. Each study and
 * group needs a map of its own: with one map for two groups they could join what each of them has.
 *
 * <p>The map stays in China, encrypted at rest; {@code toString} shows nothing of it. Immutable;
 * any thread may read it.
 */
public final class SubjectKeys {
  /** Letters of a pseudonym. */
  public static final int LETTERS = 32;

  private static final String FORMAT = "dukou-subject-keys";
  private static final int VERSION = 1;
  private static final Pattern FORM = Pattern.compile("[a-p]{" + LETTERS + "}");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, String> keyOfSubject;

  private SubjectKeys(Map<String, String> keyOfSubject) {
    this.keyOfSubject = Map.copyOf(keyOfSubject);
    Set<String> different = new HashSet<>(keyOfSubject.values());
    boolean areKeys = different.stream().allMatch(key -> FORM.matcher(key).matches());
    if (!areKeys || different.size() < keyOfSubject.size()) {
      throw new IllegalArgumentException("no map of subjects to different pseudonyms");
    }
  }

  /** Returns the map of no subject. */
  public static SubjectKeys none() {
    return new SubjectKeys(Map.of());
  }

  /**
   * Returns the map that {@link #toBytes} gave out.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SubjectKeys of(byte[] bytes) {
    try {
      JsonNode json = MAPPER.readTree(new String(bytes, UTF_8));
      boolean isKnown =
          json.path("format").asText().equals(FORMAT)
              && json.path("version").asInt() == VERSION
              && json.path("keys").isObject();
      if (!isKnown) {
        throw new IllegalArgumentException("no map of pseudonyms");
      }
      Map<String, String> keys = new TreeMap<>();
      json.path("keys")
          .properties()
          .forEach(entry -> keys.put(entry.getKey(), entry.getValue().asText()));
      return new SubjectKeys(keys);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no map of pseudonyms");
    }
  }

  /** Returns the map as bytes, to be kept encrypted. */
  public byte[] toBytes() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("format", FORMAT).put("version", VERSION);
    ObjectNode keys = json.putObject("keys");
    new TreeMap<>(keyOfSubject).forEach(keys::put);
    return json.toString().getBytes(UTF_8);
  }

  /** Returns the map with a new pseudonym for each of {@code subjects} that has none yet. */
  public SubjectKeys with(Collection<String> subjects, SecureRandom random) {
    requireNonNull(random, "random");
    Map<String, String> keys = new TreeMap<>(keyOfSubject);
    for (String subject : new TreeSet<>(subjects)) {
      keys.computeIfAbsent(subject, unseen -> draw(random));
    }
    return new SubjectKeys(keys);
  }

  /**
   * Returns the map with the pseudonyms of {@code others} for those subjects that have none here:
   * for two groups that have become one.
   *
   * @throws IllegalArgumentException if two subjects would have the same pseudonym
   */
  public SubjectKeys with(SubjectKeys others) {
    Map<String, String> keys = new TreeMap<>(others.keyOfSubject);
    keys.putAll(keyOfSubject);
    return new SubjectKeys(keys);
  }

  private static String draw(SecureRandom random) {
    byte[] bytes = new byte[LETTERS / 2];
    random.nextBytes(bytes);
    StringBuilder letters = new StringBuilder(LETTERS);
    for (byte each : bytes) {
      letters.append((char) ('a' + (each >> 4 & 15))).append((char) ('a' + (each & 15)));
    }
    return letters.toString();
  }

  /**
   * Returns the pseudonym of a subject.
   *
   * @throws IllegalArgumentException if it has none
   */
  public String of(String subject) {
    String key = keyOfSubject.get(requireNonNull(subject, "subject"));
    if (key == null) {
      throw new IllegalArgumentException("a subject has no pseudonym");
    }
    return key;
  }

  /** Returns the number of subjects. */
  public int size() {
    return keyOfSubject.size();
  }

  @Override
  public String toString() {
    return "SubjectKeys[" + size() + " subjects]";
  }
}
