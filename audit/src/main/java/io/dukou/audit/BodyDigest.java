package io.dukou.audit;

import java.util.Base64;
import java.util.Map;

/**
 * What identifies a body.
 *
 * @param length bytes
 * @param digests {@code sha-256}, and {@code sm3} where the suite has it, in lower-case hexadecimal
 * @param chunkRoot root of the RFC 6962 tree over its 64 KiB chunks, in lower-case hexadecimal
 */
public record BodyDigest(long length, Map<String, String> digests, String chunkRoot) {

  /** Copies the map. */
  public BodyDigest {
    digests = Map.copyOf(digests);
  }

  /** Returns the SHA-256 digest in hexadecimal. */
  public String sha256() {
    return digests.getOrDefault(BodyDigester.SHA_256, "");
  }

  /** Returns the value of a Repr-Digest field (RFC 9530), {@code sha-256=:...:}. */
  public String reprDigest() {
    return "sha-256=:" + Base64.getEncoder().encodeToString(StrictText.fromHex(sha256())) + ":";
  }
}
