package io.dukou.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What holds for the values of every leaf, logged or about to be. */
final class LeafRules {
  /** Bytes that the length prefix of an entry bundle can count. */
  static final int MAX_BYTES = 65_535;

  /** The largest integer that every JSON reader holds exactly (RFC 8259, section 6). */
  private static final long MAX_INTEGER = (1L << 53) - 1;

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant BEHIND_LAST = Instant.parse("+10000-01-01T00:00:00Z");

  private static final Pattern DIGEST_NAME = Pattern.compile("[a-z][a-z0-9._-]{0,31}");

  private LeafRules() {}

  /** Refuses, as {@link MalformedException}, values that no leaf may have. */
  static void check(
      Instant at,
      JsonNode decision,
      Map<String, String> digests,
      @Nullable String chunkRoot,
      @Nullable Long length) {
    formatTime(at);
    require(decision.isObject(), "decision is not an object");
    digests.forEach(
        (name, value) -> {
          require(DIGEST_NAME.matcher(name).matches(), "digest with a strange name");
          require(StrictText.isHexHash(value), "digest " + name + " is not 32 bytes in hex");
        });
    require(chunkRoot == null || StrictText.isHexHash(chunkRoot), "chunkRoot is not a hash");
    require(length == null || (length >= 0 && length <= MAX_INTEGER), "length is out of range");
    require((length == null) == (chunkRoot == null), "one of length and chunkRoot is missing");
  }

  static String formatTime(Instant at) {
    require(!at.isBefore(FIRST) && at.isBefore(BEHIND_LAST), "at has not a year of four digits");
    return MILLISECONDS.format(at);
  }

  static Instant parseTime(String text) {
    try {
      return Instant.from(MILLISECONDS.parse(text));
    } catch (DateTimeException e) {
      throw new MalformedException("leaf: at is not a UTC time with milliseconds");
    }
  }

  static void require(boolean holds, String problem) {
    if (!holds) {
      throw new MalformedException("leaf: " + problem);
    }
  }
}
