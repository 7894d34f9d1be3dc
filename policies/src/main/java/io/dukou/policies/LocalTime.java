package io.dukou.policies;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Instants in the one form that the rules compare as text: Asia/Shanghai, fixed width. */
final class LocalTime {
  /** The offset of Asia/Shanghai, constant since 1991. */
  static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);
  private static final Pattern PREPARED =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+08:00");
  private static final Set<String> WORDS = Set.of("unknown", "none");
  private static final int FIRST_YEAR = 1992;
  private static final int LAST_YEAR = 9999;

  private LocalTime() {}

  /** Returns the form of an instant that rules compare. */
  static String format(Instant instant) {
    return FORM.format(instant.truncatedTo(ChronoUnit.MILLIS).atOffset(SHANGHAI));
  }

  /** Returns the date in Asia/Shanghai at {@code instant}. */
  static LocalDate date(Instant instant) {
    return instant.atOffset(SHANGHAI).toLocalDate();
  }

  /** Returns whether {@code text} is an instant in the form of {@link #format}. */
  static boolean isPrepared(String text) {
    return PREPARED.matcher(text).matches();
  }

  /** Returns the instant that {@link #format} wrote as {@code text}. */
  static Instant parse(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  /**
   * Rewrites an RFC 3339 instant; the words {@code unknown} and {@code none} stay.
   *
   * @param path place of the fact, for the message
   * @throws InvalidPolicyInputException if the text is neither, or its year is out of range
   */
  static String prepare(String text, String path) {
    if (WORDS.contains(text)) {
      return text;
    }
    try {
      OffsetDateTime local = OffsetDateTime.parse(text).withOffsetSameInstant(SHANGHAI);
      if (local.getYear() >= FIRST_YEAR && local.getYear() <= LAST_YEAR) {
        return format(local.toInstant());
      }
    } catch (DateTimeException e) {
      throw new InvalidPolicyInputException(path + " is not an instant with an offset", e);
    }
    throw new InvalidPolicyInputException(path + " lies outside the years 1992 to 9999");
  }
}
