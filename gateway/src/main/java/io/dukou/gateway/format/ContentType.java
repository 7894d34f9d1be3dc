package io.dukou.gateway.format;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value of a Content-Type field, RFC 9110 section 8.3. */
final class ContentType {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);
  private static final Pattern PARAMETER =
      Pattern.compile("[ \t]*;[ \t]*(?:(" + TOKEN + ")=(?:(" + TOKEN + ")|\"([^\"\\\\]*)\"))?");
  private static final Set<String> PARTS_OF_UTF_8 = Set.of("us-ascii");
  private static final Set<String> PARTS_OF_GB18030 = Set.of("us-ascii", "gb2312", "gbk");
  private static final int LONGEST = 256;

  private final String type;
  private final Map<String, String> parameters;

  private ContentType(String type, Map<String, String> parameters) {
    this.type = type;
    this.parameters = parameters;
  }

  /** Returns the parsed value, or null if it is none, or names a parameter twice. */
  static @Nullable ContentType parse(String value) {
    String text = value.strip();
    Matcher type = TYPE.matcher(text);
    if (text.length() > LONGEST || !type.lookingAt()) {
      return null;
    }
    Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Matcher parameter = PARAMETER.matcher(text);
    int at = type.end();
    while (at < text.length()) {
      if (!parameter.region(at, text.length()).lookingAt()) {
        return null;
      }
      String name = parameter.group(1);
      String content = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
      if (name != null && parameters.put(name, content == null ? "" : content) != null) {
        return null;
      }
      at = parameter.end();
    }
    return new ContentType(type.group(), parameters);
  }

  /** Returns whether this is the media type {@code mediaType}, whatever its parameters. */
  boolean isOf(String mediaType) {
    return type.equalsIgnoreCase(mediaType);
  }

  /** Returns whether the charset, if there is one, is {@code encoding} or a part of it. */
  boolean allowsCharset(String encoding) {
    String charset = parameters.getOrDefault("charset", encoding).toLowerCase(Locale.ROOT);
    Set<String> parts = encoding.equals("GB18030") ? PARTS_OF_GB18030 : PARTS_OF_UTF_8;
    return charset.equals(encoding.toLowerCase(Locale.ROOT)) || parts.contains(charset);
  }

  /** Returns false if a CSV says that it has no header row, RFC 4180 section 3. */
  boolean allowsHeader() {
    return !parameters.getOrDefault("header", "present").equalsIgnoreCase("absent");
  }
}
