package io.dukou.gateway.facts;

import io.dukou.gateway.config.RouteConfig.PersonKind;
import java.util.Optional;

/** A normalised identifier of a person beyond one study. Its text is personal data. */
public final class PersonIdentifier {
  private PersonIdentifier() {}

  /**
   * Normalises what a person column holds.
   *
   * @return the identifier, or empty when {@code written} is none, such as a resident identity
   *     number with a wrong check digit
   */
  public static Optional<PersonIdentifier> of(PersonKind kind, String written) {
    return Optional.empty();
  }

  /** Returns a text that tells nothing. */
  @Override
  public String toString() {
    return "PersonIdentifier[redacted]";
  }
}
