package io.dukou.audit;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Checks one receipt offline, with nothing but the log's public key. */
@SuppressWarnings("DoNotCallSuggester")
public final class ReceiptVerifier {
  private ReceiptVerifier() {}

  /**
   * Checks a receipt and, when one is given, the body it is about.
   *
   * @param tlogProof the receipt's text
   * @param key the log's public key
   * @param body the saved body, read to its end and left open, or null
   * @return what was proved, what failed and what was not looked at; a malformed receipt is a
   *     result, not an exception
   * @throws IOException if the body cannot be read
   */
  public static Verification verify(String tlogProof, VerifierKey key, @Nullable InputStream body)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}
