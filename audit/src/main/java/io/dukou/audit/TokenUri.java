package io.dukou.audit;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a private key is in a PKCS#11 token, as a URI of RFC 7512: {@code token} or {@code serial},
 * {@code object} or {@code id} of the key, and behind the question mark {@code module-path} and
 * {@code pin-source}. Nothing in it is secret: a PIN is in a file. Immutable.
 *
 * @param token label of the token, or null
 * @param serial serial number of the token, or null
 * @param object label of the key, or null
 * @param id identifier of the key in hexadecimal, or null
 * @param module the library of the token's maker
 * @param pin the file with the user PIN
 * @param text the URI as it was read
 */
record TokenUri(
    @Nullable String token,
    @Nullable String serial,
    @Nullable String object,
    @Nullable String id,
    Path module,
    Path pin,
    String text) {
  static final String SCHEME = "pkcs11:";

  private static final Set<String> PATH = Set.of("token", "serial", "object", "id", "type");
  private static final Set<String> QUERY = Set.of("module-path", "pin-source");
  private static final String FILE = "file:";

  /**
   * Reads a URI.
   *
   * @throws MalformedException if it is none, or lacks or has what this program needs or does not
   *     know; the message holds no value
   */
  static TokenUri parse(String text) {
    require(text.startsWith(SCHEME), "does not begin with " + SCHEME);
    String[] halves = text.substring(SCHEME.length()).split("\\?", 2);
    Map<String, String> path = attributes(halves[0], ";", PATH);
    Map<String, String> query = attributes(halves.length > 1 ? halves[1] : "", "&", QUERY);
    require(path.getOrDefault("type", "private").equals("private"), "type is not private");
    require(
        path.containsKey("token") || path.containsKey("serial"),
        "it names no token; write token=LABEL or serial=NUMBER");
    require(
        path.containsKey("object") || path.containsKey("id"),
        "it names no key; write object=LABEL or id=%01");
    String pin = query.getOrDefault("pin-source", "");
    return new TokenUri(
        utf8(path.get("token")),
        utf8(path.get("serial")),
        utf8(path.get("object")),
        path.containsKey("id") ? StrictText.hex(latin(path.get("id"))) : null,
        path(query.getOrDefault("module-path", ""), "module-path"),
        path(pin.startsWith(FILE) ? pin.substring(FILE.length()) : pin, "pin-source"),
        text);
  }

  /** Reads attributes, their values as bytes in Latin-1. */
  private static Map<String, String> attributes(String part, String between, Set<String> known) {
    Map<String, String> attributes = new TreeMap<>();
    for (String attribute : part.isEmpty() ? new String[0] : part.split(between, -1)) {
      String[] sides = attribute.split("=", 2);
      require(!sides[0].equals("pin-value"), "a PIN belongs in a file: use pin-source");
      require(known.contains(sides[0]) && sides.length == 2, "an attribute is not understood");
      require(attributes.put(sides[0], decoded(sides[1])) == null, sides[0] + " is there twice");
    }
    return attributes;
  }

  private static String decoded(String value) {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      require(c > 0x20 && c < 0x7f, "a character must be percent-encoded");
      if (c == '%') {
        require(i + 2 < value.length(), "a percent sign without two digits");
        int high = Character.digit(value.charAt(i + 1), 16);
        int low = Character.digit(value.charAt(i + 2), 16);
        require(high >= 0 && low >= 0, "a percent sign without two digits");
        bytes.append((char) (16 * high + low));
        i += 2;
      } else {
        bytes.append(c);
      }
    }
    return bytes.toString();
  }

  private static byte[] latin(@Nullable String value) {
    return value == null ? new byte[0] : value.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static @Nullable String utf8(@Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(latin(value)));
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("pkcs11 URI: a value is not UTF-8");
    }
  }

  private static Path path(String value, String name) {
    require(!value.isEmpty(), name + " is missing");
    try {
      Path path = Path.of(String.valueOf(utf8(value)));
      require(path.isAbsolute(), name + " is not an absolute path");
      return path;
    } catch (InvalidPathException e) {
      throw new MalformedException("pkcs11 URI: " + name + " is no path");
    }
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new MalformedException("pkcs11 URI: " + problem);
    }
  }
}
