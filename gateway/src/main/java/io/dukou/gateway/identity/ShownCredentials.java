package io.dukou.gateway.identity;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A digest of what a request shows to prove who sent it; two are equal when the same is shown. The
 * credentials themselves are not kept. Immutable.
 */
public final class ShownCredentials {
  /** Nothing is shown, which nobody can be known again by. */
  private static final ShownCredentials NONE = new ShownCredentials("");

  private final String digest;

  private ShownCredentials(String digest) {
    this.digest = digest;
  }

  /** Takes what {@code request} shows: {@code Authorization} fields and client certificate. */
  public static ShownCredentials of(HttpServerRequest request) {
    Evidence evidence = Evidence.of(request);
    return of(evidence.authorization(), evidence.certificate());
  }

  /** Digests credentials. */
  static ShownCredentials of(List<String> authorization, @Nullable X509Certificate certificate) {
    if (authorization.isEmpty() && certificate == null) {
      return NONE;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String value : authorization) {
        // No field value holds a line end, so the parts cannot run into one another.
        digest.update((value + "\n").getBytes(StandardCharsets.UTF_8));
      }
      if (certificate != null) {
        digest.update(certificate.getEncoded());
      }
      return new ShownCredentials(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    } catch (CertificateEncodingException e) {
      return NONE; // it will not authenticate either
    }
  }

  /** Returns true when something is shown. */
  boolean any() {
    return !digest.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ShownCredentials that && digest.equals(that.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  /** Returns a constant. */
  @Override
  public String toString() {
    return "ShownCredentials[redacted]";
  }
}
