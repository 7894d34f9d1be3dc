package io.dukou.gateway.facts;

import io.dukou.gateway.config.RouteConfig.PersonKind;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A normalised identifier of a person beyond one study. Its text is personal data.
 *
 * <h2>Normalisation</h2>
 *
 * <p>First Unicode compatibility (NFKC), which makes full-width digits and letters plain ones; then
 * white space of every kind is taken out and letters become capitals. A resident identity number of
 * 15 digits (before 1999) gets the century {@code 19} before its year of birth and the check
 * character behind; one of 18 must carry the check character of GB 11643, {@code X} or {@code x}
 * included, and a date of birth that exists. Anything else is no resident identity number, and its
 * person is then counted by study and subject, which can only count too many.
 */
public final class PersonIdentifier {
  private static final Pattern FIFTEEN = Pattern.compile("[1-9][0-9]{14}");
  private static final Pattern EIGHTEEN = Pattern.compile("[1-9][0-9]{16}[0-9X]");
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cf}]+");
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";
  private static final int MAXIMUM_LENGTH = 128;

  private final PersonKind kind;
  private final String normalised;

  private PersonIdentifier(PersonKind kind, String normalised) {
    this.kind = kind;
    this.normalised = normalised;
  }

  /**
   * Normalises what a person column holds.
   *
   * @return the identifier, or empty when {@code written} is none, such as a resident identity
   *     number with a wrong check character
   */
  public static Optional<PersonIdentifier> of(PersonKind kind, String written) {
    if (written.length() > MAXIMUM_LENGTH) {
      return Optional.empty();
    }
    String plain =
        SPACE
            .matcher(Normalizer.normalize(written, Normalizer.Form.NFKC))
            .replaceAll("")
            .toUpperCase(Locale.ROOT);
    return switch (kind) {
      case RESIDENT_ID -> residentId(plain).map(id -> new PersonIdentifier(kind, id));
      case MASTER_INDEX ->
          plain.isEmpty() ? Optional.empty() : Optional.of(new PersonIdentifier(kind, plain));
    };
  }

  /** Returns what the identifier is. */
  PersonKind kind() {
    return kind;
  }

  /** Returns the normalised text, which is personal data. */
  String normalised() {
    return normalised;
  }

  /**
   * Returns the 15 digits that a resident number had before GB 11643-1999 gave it the century and a
   * check character; of those born in the 1900s. Personal data.
   */
  Optional<String> beforeTheCentury() {
    boolean had = kind == PersonKind.RESIDENT_ID && normalised.startsWith("19", 6);
    return had
        ? Optional.of(normalised.substring(0, 6) + normalised.substring(8, 17))
        : Optional.empty();
  }

  /** Returns a text that tells nothing. */
  @Override
  public String toString() {
    return "PersonIdentifier[redacted]";
  }

  private static Optional<String> residentId(String plain) {
    if (FIFTEEN.matcher(plain).matches()) {
      String seventeen = plain.substring(0, 6) + "19" + plain.substring(6);
      return Optional.of(seventeen + check(seventeen)).filter(PersonIdentifier::bornOnRealDate);
    }
    boolean sound = EIGHTEEN.matcher(plain).matches() && check(plain) == plain.charAt(17);
    return Optional.of(plain).filter(id -> sound && bornOnRealDate(id));
  }

  /** Returns the check character of the first 17 digits: ISO 7064 MOD 11-2, as GB 11643 says. */
  private static char check(String digits) {
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += (digits.charAt(i) - '0') * WEIGHTS[i];
    }
    return CHECKS.charAt(sum % CHECKS.length());
  }

  private static boolean bornOnRealDate(String id) {
    try {
      LocalDate born =
          LocalDate.of(
              Integer.parseInt(id.substring(6, 10)),
              Integer.parseInt(id.substring(10, 12)),
              Integer.parseInt(id.substring(12, 14)));
      return born.getYear() >= 1800;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
