package io.dukou.gateway.cli;

/** What those who name a key in a token are told. */
final class TokenWords {
  private TokenWords() {}

  /** Returns whether a key was made, in words. */
  static String key(boolean isMade) {
    return isMade
        ? "key           made in the token, Ed25519; it cannot leave it, so a lost token is a lost"
            + " key"
        : "key           was in the token already and is taken as it is";
  }
}
