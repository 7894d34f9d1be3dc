package io.dukou.gateway.facts;

import io.dukou.gateway.config.RouteConfig.PersonKind;
import io.dukou.gateway.keys.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a person may be mentioned in the log's domestic parts: under the keys that are made for them,
 * and, where by some mistake it got there, by their identifier itself.
 *
 * <p>A person is described in lines: {@code subject STUDY SUBJECT}, {@code resident-id NUMBER},
 * {@code master-index TEXT}, {@code key HEX} where the key is known, or {@code text TEXT} for
 * whatever else names them, of 8 characters at least. What the lines say is personal data; no
 * message shows it.
 */
public final class PersonMentions {
  private static final String LINES =
      "write one of: subject STUDY SUBJECT, resident-id NUMBER, master-index TEXT, key HEX,"
          + " text TEXT (8 characters or more)";
  private static final int SHORTEST = 8;

  private final List<PersonKeys> makers = new ArrayList<>();
  private final Set<String> texts = new HashSet<>();

  private PersonMentions(Secret counting) {
    for (PersonKeys.Use use : PersonKeys.Use.values()) {
      for (PersonKeys.Digest digest : PersonKeys.Digest.values()) {
        makers.add(PersonKeys.of(counting, use, digest));
      }
    }
  }

  /**
   * Returns the texts to look for.
   *
   * @param lines the description of the person
   * @param counting the counting key
   * @throws IllegalArgumentException naming the line that says nothing
   */
  public static Set<String> of(List<String> lines, Secret counting) {
    PersonMentions mentions = new PersonMentions(counting);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !mentions.add(line)) {
        throw new IllegalArgumentException("line " + (i + 1) + ": " + LINES);
      }
    }
    if (mentions.texts.isEmpty()) {
      throw new IllegalArgumentException("no line describes a person; " + LINES);
    }
    return Set.copyOf(mentions.texts);
  }

  private boolean add(String line) {
    String[] words = line.split("\\s+", 3);
    String rest = line.substring(words[0].length()).strip();
    return switch (words[0]) {
      case "subject" -> words.length == 3 && addSubject(words[1], words[2]);
      case "resident-id" -> add(PersonIdentifier.of(PersonKind.RESIDENT_ID, rest), rest);
      case "master-index" -> add(PersonIdentifier.of(PersonKind.MASTER_INDEX, rest), rest);
      case "text" -> rest.length() >= SHORTEST && texts.add(rest);
      case "key" -> rest.matches("[0-9a-f]{64}") && texts.add(rest);
      default -> false;
    };
  }

  private boolean addSubject(String study, String subject) {
    makers.forEach(maker -> texts.add(maker.key(study, subject, null)));
    return true;
  }

  private boolean add(Optional<PersonIdentifier> identifier, String written) {
    identifier.ifPresent(
        known -> {
          makers.forEach(maker -> texts.add(maker.key("", "", known)));
          addIfTelling(known.normalised());
          known.beforeTheCentury().ifPresent(texts::add);
          addIfTelling(written);
        });
    return identifier.isPresent();
  }

  /** A short text would be found by accident; the keys are looked for all the same. */
  private void addIfTelling(String text) {
    if (text.length() >= SHORTEST) {
      texts.add(text);
    }
  }
}
