package io.dukou.gateway.officers;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the nonces that officers sign, so that no request is taken twice: not within a run of the
 * gateway, as each is used once, nor by the next run, whose nonces have another key. The clocks of
 * officers do not matter.
 *
 * <p>A nonce is its time, 8 random bytes and an HMAC-SHA256 over both, in base64 for URLs. So
 * nothing is stored for one that is asked for, only for one that an officer has used. Any thread.
 */
final class Challenges {
  /** How long a nonce is good for. */
  static final Duration VALIDITY = Duration.ofMinutes(2);

  private static final int HEAD = 16;
  private static final int TAG = 16;
  private static final int MOST_USED = 20_000;

  private final InstantSource clock;
  private final SecureRandom random;
  private final byte[] key = new byte[32];
  private final Map<String, Instant> used = new HashMap<>();

  Challenges(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
    random.nextBytes(key);
  }

  /** Returns a fresh nonce. */
  String next() {
    byte[] salt = new byte[8];
    random.nextBytes(salt);
    byte[] head =
        ByteBuffer.allocate(HEAD).putLong(clock.instant().toEpochMilli()).put(salt).array();
    byte[] nonce = Arrays.copyOf(head, HEAD + TAG);
    System.arraycopy(tag(head), 0, nonce, HEAD, TAG);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
  }

  /**
   * Uses a nonce up.
   *
   * @throws DeskRefusal if it is none of this gateway's, too old or used before, or too many are
   *     used at once
   */
  synchronized void use(String nonce) {
    Instant now = clock.instant();
    Instant end = made(nonce).plus(VALIDITY);
    if (!now.isBefore(end) || used.containsKey(nonce)) {
      throw unknown();
    }
    if (used.size() >= MOST_USED) {
      used.values().removeIf(each -> !now.isBefore(each));
      if (used.size() >= MOST_USED) {
        throw new DeskRefusal(
            DeskRefusal.Kind.UNAVAILABLE, "too many requests of officers at once; wait a minute");
      }
    }
    used.put(nonce, end);
  }

  private Instant made(String nonce) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(nonce);
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
    String again = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    if (bytes.length != HEAD + TAG || !again.equals(nonce)) {
      throw unknown();
    }
    byte[] head = Arrays.copyOf(bytes, HEAD);
    if (!MessageDigest.isEqual(tag(head), Arrays.copyOfRange(bytes, HEAD, HEAD + TAG))) {
      throw unknown();
    }
    return Instant.ofEpochMilli(ByteBuffer.wrap(head).getLong());
  }

  private byte[] tag(byte[] head) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Arrays.copyOf(mac.doFinal(head), TAG);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  private static DeskRefusal unknown() {
    return new DeskRefusal(
        DeskRefusal.Kind.UNKNOWN_OFFICER,
        "the nonce is used, too old or of another run of the gateway: get one from /v1/nonce, and"
            + " sign with it within two minutes");
  }
}
