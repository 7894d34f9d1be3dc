package io.dukou.gateway.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What one request brought before the connection ended, which a kill may do anywhere.
 *
 * @param client who asked
 * @param path what for
 * @param bytes how many bytes came, the head's included
 * @param answer the answer, or null when its head is not whole
 */
record Taken(String client, String path, int bytes, Client.@Nullable Seen answer) {
  /** Reads what came. */
  static Taken of(String client, String path, byte[] all) {
    boolean headIsWhole = new String(all, StandardCharsets.ISO_8859_1).contains("\r\n\r\n");
    return new Taken(client, path, all.length, headIsWhole ? Client.Seen.of(all) : null);
  }

  /** Returns true when nothing of the answer is missing. */
  boolean isWhole() {
    return answer != null
        && answer.headers().getOrDefault("content-length", "").equals("" + body().length);
  }

  /** Returns the status, or 0. */
  int status() {
    return answer == null ? 0 : answer.status();
  }

  /** Returns true when data was given, whole or in part. */
  boolean isRelease() {
    return status() == 200;
  }

  /** Returns the decision in the head, or -1. */
  long decision() {
    return answer == null
        ? -1
        : Long.parseLong(answer.headers().getOrDefault("dukou-decision", "-1"));
  }

  /** Returns what came of the body. */
  byte[] body() {
    return answer == null ? new byte[0] : answer.body().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the receipt in the head. */
  String receipt() {
    String field = answer == null ? "" : answer.headers().getOrDefault("dukou-receipt", "");
    return new String(Base64.getDecoder().decode(field), StandardCharsets.UTF_8);
  }
}
