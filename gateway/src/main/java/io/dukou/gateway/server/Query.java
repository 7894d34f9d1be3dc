package io.dukou.gateway.server;

import io.dukou.gateway.pipeline.Request.Parameter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes a query as {@code application/x-www-form-urlencoded} (WHATWG URL, 5.1), strictly: what
 * two decoders might read in two ways is not read at all.
 *
 * <p>Parameters are parted by {@code &} alone. A percent sign is followed by two hexadecimal
 * digits, the decoded bytes are UTF-8, a name is not empty, and every other character is a visible
 * ASCII character.
 */
final class Query {
  private Query() {}

  /** Returns the parameters of {@code query}, which is what follows the question mark. */
  static Optional<List<Parameter>> parse(String query) {
    if (query.isEmpty()) {
      return Optional.of(List.of());
    }
    List<Parameter> parameters = new ArrayList<>();
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      end = end < 0 ? query.length() : end;
      Optional<Parameter> parameter = parameter(query, start, end);
      if (parameter.isEmpty()) {
        return Optional.empty();
      }
      parameters.add(parameter.get());
      start = end + 1;
    }
    return Optional.of(parameters);
  }

  private static Optional<Parameter> parameter(String query, int start, int end) {
    int equals = query.indexOf('=', start);
    int nameEnd = equals < 0 || equals > end ? end : equals;
    if (nameEnd == start) {
      return Optional.empty();
    }
    Optional<String> name = decode(query, start, nameEnd);
    Optional<String> value = decode(query, Math.min(nameEnd + 1, end), end);
    return name.flatMap(n -> value.map(v -> new Parameter(n, v)));
  }

  private static Optional<String> decode(String query, int start, int end) {
    ByteBuffer bytes = ByteBuffer.allocate(end - start);
    int at = start;
    while (at < end) {
      int decoded = decodeAt(query, at, end);
      if (decoded < 0) {
        return Optional.empty();
      }
      bytes.put((byte) decoded);
      at += query.charAt(at) == '%' ? 3 : 1;
    }
    return text(bytes.flip());
  }

  /** Returns the byte that begins at {@code at}, or a negative number if none does. */
  private static int decodeAt(String query, int at, int end) {
    char sign = query.charAt(at);
    if (sign == '%') {
      return at + 3 <= end ? hex(query.charAt(at + 1)) << 4 | hex(query.charAt(at + 2)) : -1;
    }
    if (sign == '+') {
      return ' ';
    }
    return sign > ' ' && sign < 0x7f && sign != '#' ? sign : -1;
  }

  private static int hex(char digit) {
    return digit < 0x80 ? Character.digit(digit, 16) : -1;
  }

  private static Optional<String> text(ByteBuffer bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty(); // the caller is told that the encoding is wrong, and no more
    }
  }
}
