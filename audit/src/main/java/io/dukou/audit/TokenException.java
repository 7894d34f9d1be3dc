package io.dukou.audit;

import java.util.Map;

/**
 * What a token or its module answered instead of doing what was asked. Its message says the number
 * of the error, what it means where that is known, and what to do; never a PIN, a handle or a key.
 */
final class TokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Return values of OASIS PKCS #11 3.0, section 5.1, in the words of an operator. */
  private static final Map<Long, String> WORDS =
      Map.ofEntries(
          Map.entry(0x30L, "the device failed"),
          Map.entry(0x32L, "the token was taken away"),
          Map.entry(0x60L, "the key is no longer there"),
          Map.entry(0x63L, "the key is of another type"),
          Map.entry(0x68L, "the key may not be used for this"),
          Map.entry(0x70L, "the token does not do Ed25519; use another, or a key in a file"),
          Map.entry(0x82L, "the key is no longer there"),
          Map.entry(
              Pkcs11.PIN_INCORRECT,
              "the PIN in pin-source is wrong, and was tried once: mend it before tries run out"),
          Map.entry(0xA3L, "the PIN has expired: set a new one with its maker's tool"),
          Map.entry(Pkcs11.PIN_LOCKED, "the PIN is locked" + Pkcs11.UNLOCK),
          Map.entry(0xB3L, "the session with the token has ended"),
          Map.entry(0xE0L, "the token was taken away"),
          Map.entry(0xE1L, "the token is not one that the module knows"),
          Map.entry(0xE2L, "the token is write-protected: make the key with its maker's tool"),
          Map.entry(0x101L, "the token no longer counts this program as logged in"),
          Map.entry(0x102L, "the token has no user PIN: set one with its maker's tool"));

  TokenException(String words, long result) {
    super(result == Pkcs11.OK ? words : words + said(result));
  }

  private static String said(long result) {
    String known = WORDS.get(result);
    String number = " (CKR 0x" + Long.toHexString(result) + ")";
    return known == null ? number : number + ": " + known;
  }
}
