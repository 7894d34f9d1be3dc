package io.dukou.gateway.yaml;

import io.dukou.gateway.yaml.ValueType.Form;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values that Dukou's YAML files hold. */
public final class ValueTypes {
  /** Text that is not blank and holds no control character. */
  public static final ValueType<String> TEXT = new ValueType<>("text", Form.TEXT, ValueTypes::text);

  /** {@code true} or {@code false}. */
  public static final ValueType<Boolean> FLAG =
      new ValueType<>("true or false", Form.FLAG, Boolean::valueOf);

  /** An identifier: ASCII letters, digits, {@code . _ - /}; at most 100. */
  public static final ValueType<String> IDENTIFIER =
      new ValueType<>("identifier", Form.TEXT, ValueTypes::identifier);

  /** A time with its offset, RFC 3339; in China it lies in the years 0001 to 9999. */
  public static final ValueType<Instant> TIME =
      new ValueType<>("time", Form.TEXT, ValueTypes::time);

  /** A calendar date in the years 0001 to 9999. */
  public static final ValueType<LocalDate> DATE =
      new ValueType<>("date", Form.TEXT, ValueTypes::date);

  /** An absolute http or https URL without user information and fragment. */
  public static final ValueType<URI> URL = new ValueType<>("URL", Form.TEXT, ValueTypes::url);

  private static final Pattern IDENTIFIER_FORM =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,98}[A-Za-z0-9])?");
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
  private static final int LAST_YEAR = 9999;
  private static final Pattern SHORT_DURATION = Pattern.compile("([0-9]{1,9}) ?(ms|s|m|h|d)");

  private ValueTypes() {}

  /** Returns a whole number from {@code least} to {@code most}. */
  public static ValueType<Integer> integer(int least, int most) {
    return whole(least, most).map("number", Math::toIntExact);
  }

  /** Returns a whole number from {@code least} to {@code most}. */
  public static ValueType<Long> whole(long least, long most) {
    return new ValueType<>(
        "number",
        Form.NUMBER,
        written -> {
          BigDecimal number = number(written);
          if (number.stripTrailingZeros().scale() > 0
              || number.compareTo(BigDecimal.valueOf(least)) < 0
              || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw new IllegalArgumentException(
                "write a whole number from " + least + " to " + most);
          }
          return number.longValueExact();
        });
  }

  /** Returns a decimal number from {@code least} to {@code most}, kept exactly. */
  public static ValueType<BigDecimal> decimal(String least, String most) {
    return new ValueType<>(
        "number",
        Form.NUMBER,
        written -> {
          BigDecimal number = number(written);
          if (number.compareTo(new BigDecimal(least)) < 0
              || number.compareTo(new BigDecimal(most)) > 0) {
            throw new IllegalArgumentException("write a number from " + least + " to " + most);
          }
          return number;
        });
  }

  /** Returns a duration, {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d} or ISO. */
  public static ValueType<Duration> duration(Duration least, Duration most) {
    return new ValueType<>(
        "duration",
        Form.TEXT,
        written -> {
          Duration duration = parseDuration(written);
          if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                "write a duration from " + format(least) + " to " + format(most));
          }
          return duration;
        });
  }

  /** Returns a size of at least {@code least} and at most {@code most}, both as written. */
  public static ValueType<ByteSize> size(String least, String most) {
    ByteSize from = ByteSize.parse(least);
    ByteSize to = ByteSize.parse(most);
    return new ValueType<>(
        "size",
        Form.TEXT,
        written -> {
          ByteSize size = ByteSize.parse(written);
          if (size.compareTo(from) < 0 || size.compareTo(to) > 0) {
            throw new IllegalArgumentException("write a size from " + least + " to " + most);
          }
          return size;
        });
  }

  /** Returns one of the constants of {@code type}, each written in lower case with hyphens. */
  public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    String choices =
        Arrays.stream(type.getEnumConstants())
            .map(ValueTypes::written)
            .collect(Collectors.joining(", "));
    return new ValueType<>(
        "one of " + choices,
        Form.TEXT,
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> written(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("write one of " + choices)));
  }

  /** Returns how a constant is written in a file. */
  public static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns a duration in the short form that {@link #duration} reads. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    long[] sizes = {86_400_000, 3_600_000, 60_000, 1000};
    String[] units = {"d", "h", "m", "s"};
    for (int i = 0; i < sizes.length; i++) {
      if (millis != 0 && millis % sizes[i] == 0) {
        return millis / sizes[i] + units[i];
      }
    }
    return millis + "ms";
  }

  /** Returns true for what {@link #IDENTIFIER} takes. */
  static boolean isIdentifier(String text) {
    return IDENTIFIER_FORM.matcher(text).matches();
  }

  private static String text(String written) {
    if (written.isBlank() || written.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("write a text that is not blank, on one line");
    }
    return written;
  }

  private static String identifier(String written) {
    if (!isIdentifier(written)) {
      throw new IllegalArgumentException(Scalars.IDENTIFIER_REMEDY);
    }
    return written;
  }

  private static BigDecimal number(String written) {
    try {
      BigDecimal number = new BigDecimal(written);
      if (written.length() > 40 || Math.abs(number.scale()) > 40) {
        throw new IllegalArgumentException("write a shorter number");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("write a number", e);
    }
  }

  private static Duration parseDuration(String written) {
    Matcher form = SHORT_DURATION.matcher(written);
    if (form.matches()) {
      long amount = Long.parseLong(form.group(1));
      return switch (form.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    }
    try {
      return Duration.parse(written);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "write a duration such as 500ms, 30s, 5m, 2h, 1d or PT30S", e);
    }
  }

  private static Instant time(String written) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(written);
      requireYear(time.withOffsetSameInstant(CHINA).getYear());
      return time.toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "write a time with its offset, such as 2026-03-01T09:00:00+08:00", e);
    }
  }

  private static LocalDate date(String written) {
    try {
      LocalDate date = LocalDate.parse(written);
      requireYear(date.getYear());
      return date;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("write a date such as 2026-03-01", e);
    }
  }

  /** Rules write and compare times of four digits for the year; no other can be decided about. */
  private static void requireYear(int year) {
    if (year < 1 || year > LAST_YEAR) {
      throw new IllegalArgumentException("write a year from 0001 to " + LAST_YEAR);
    }
  }

  private static URI url(String written) {
    try {
      URI url = new URI(written);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw refusedUrl(written, "write a URL such as https://host/path");
    }
    throw refusedUrl(
        written, "write a URL such as https://host/path, without user name and fragment");
  }

  /** Returns a refusal, which does not quote what may hold a password or a token. */
  private static IllegalArgumentException refusedUrl(String written, String remedy) {
    boolean isShown = written.indexOf('@') < 0 && written.indexOf('?') < 0;
    return isShown ? new IllegalArgumentException(remedy) : new UnshownValueException(remedy);
  }
}
