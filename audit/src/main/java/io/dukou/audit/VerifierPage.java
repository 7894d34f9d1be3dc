package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A web page that checks receipts as {@link ReceiptVerifier} does, in one file and without a
 * network: whoever has it, a browser with Ed25519 in Web Cryptography, and a verifier key, needs
 * nothing of ours. What a browser has no functions for, SM3 digests and signatures with SM2 and
 * ML-DSA-44, those of witnesses included, it says were not checked, and calls no receipt valid that
 * rests on them.
 */
public final class VerifierPage {
  private static final String RESOURCE = "verifier.html";
  private static final String KINDS = "/*kinds*/[]";
  private static final String KEY = "<textarea id=\"key\" [^>]*>";
  private static final String POLICY = "<textarea id=\"policy\" [^>]*>";

  private VerifierPage() {}

  /**
   * Returns the page, as UTF-8 text.
   *
   * @param keys the keys that its form holds at first; null leaves that empty
   * @param policy the text of the policy that it holds at first, which may be empty
   */
  public static String html(@Nullable LogVerifier keys, String policy) {
    String kinds =
        Arrays.stream(LeafKind.values())
            .map(kind -> "'" + kind.wireName() + "'")
            .collect(Collectors.joining(", ", "[", "]"));
    String page = resource().replace(KINDS, kinds);
    page = filled(page, KEY, keys == null ? "" : keys.toString());
    return filled(page, POLICY, policy);
  }

  /** Puts a text behind a tag; a first newline there would count for nothing. */
  private static String filled(String page, String tag, String text) {
    Matcher matcher = Pattern.compile(tag).matcher(page);
    if (!matcher.find()) {
      throw new IllegalStateException(RESOURCE + " has no such field");
    }
    int end = matcher.end();
    return page.substring(0, end) + escape(text) + page.substring(end);
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
