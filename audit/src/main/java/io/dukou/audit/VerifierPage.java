package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A web page that checks receipts as {@link ReceiptVerifier} does, in one file and without a
 * network: whoever has it, a browser with Ed25519 in Web Cryptography, and a verifier key, needs
 * nothing of ours. SM3 digests and witnesses it leaves open, and says so.
 */
public final class VerifierPage {
  private static final String RESOURCE = "verifier.html";
  private static final String KINDS = "/*kinds*/[]";
  private static final String KEY = "spellcheck=\"false\" value=\"\"";

  private VerifierPage() {}

  /**
   * Returns the page, as UTF-8 text.
   *
   * @param key the key that its form holds at first; null leaves that empty
   */
  public static String html(@Nullable VerifierKey key) {
    String kinds =
        Arrays.stream(LeafKind.values())
            .map(kind -> "'" + kind.wireName() + "'")
            .collect(Collectors.joining(", ", "[", "]"));
    String held = key == null ? "" : escape(key.toString());
    return resource().replace(KINDS, kinds).replace(KEY, KEY.replace("\"\"", '"' + held + '"'));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }

  private static String resource() {
    try (InputStream in = VerifierPage.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
