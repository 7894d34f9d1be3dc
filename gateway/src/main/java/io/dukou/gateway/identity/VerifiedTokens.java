package io.dukou.gateway.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens that were found sound, so that the signature of a token that comes with every request is
 * checked once. Safe for use by several threads.
 *
 * <h2>Why this is safe</h2>
 *
 * <p>A token is known by the SHA-256 of its whole text, signature included, so another text is
 * another token, and none can be read out of the memory. Only what depends on the text and the keys
 * alone is remembered; times are compared with the clock, and the registration is looked up, at
 * each use. Keys that are read anew come with an empty memory. Memory is bounded: the token that
 * was shown longest ago is forgotten first, and nothing is remembered of a token that was refused,
 * so strangers can push nobody out.
 */
final class VerifiedTokens {
  private final Map<ByteBuffer, VerifiedToken> tokens;

  /**
   * Creates an empty memory.
   *
   * @param most the most tokens that are remembered, at least 1
   */
  VerifiedTokens(int most) {
    this.tokens = new Recent(most);
  }

  /** Returns what is remembered of a token. */
  Optional<VerifiedToken> find(String token) {
    ByteBuffer digest = digest(token);
    synchronized (this) {
      return Optional.ofNullable(tokens.get(digest));
    }
  }

  /** Remembers a token that was found sound. */
  void add(String token, VerifiedToken verified) {
    ByteBuffer digest = digest(token);
    synchronized (this) {
      tokens.put(digest, verified);
    }
  }

  /** Forgets a token that is over. */
  void remove(String token) {
    ByteBuffer digest = digest(token);
    synchronized (this) {
      tokens.remove(digest);
    }
  }

  /** Returns the number of tokens that are remembered. */
  synchronized int size() {
    return tokens.size();
  }

  private static ByteBuffer digest(String token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Tokens in the order of use, the oldest of which make room. */
  private static final class Recent extends LinkedHashMap<ByteBuffer, VerifiedToken> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Recent(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<ByteBuffer, VerifiedToken> eldest) {
      return size() > most;
    }
  }
}
