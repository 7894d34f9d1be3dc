package io.dukou.gateway.endtoend;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certification authority of a test: it issues certificates to whatever name is asked for. */
final class Authority {
  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final Identity root;

  private Authority(Identity root) {
    this.root = root;
  }

  /** Creates an authority with a root certificate of its own. */
  static Authority create(String name) {
    return new Authority(selfSigned(name));
  }

  /** Returns the certificate of a name that vouches for itself. */
  static Identity selfSigned(String name) {
    return make(name, null, Validity.current());
  }

  /** Issues a certificate to a name that holds for a month. */
  Identity issue(String name) {
    return make(name, root, Validity.current());
  }

  /** Issues a certificate that held until yesterday. */
  Identity expired(String name) {
    return make(name, root, Validity.over());
  }

  /** Returns the root certificate. */
  X509Certificate certificate() {
    return root.certificate;
  }

  /** Returns a context that shows {@code own}, if any, and trusts what {@code trusted} signed. */
  static SSLContext sslContext(@Nullable Identity own, X509Certificate trusted)
      throws IOException, GeneralSecurityException {
    KeyManager[] keys = own == null ? null : new KeyManager[] {new ShownAlways(own)};
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trustManagers(trusted), null);
    return context;
  }

  /** Writes a certificate as PEM. */
  static void write(Path file, X509Certificate certificate) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(certificate);
    }
    Files.writeString(file, text.toString(), StandardCharsets.US_ASCII);
  }

  /** Makes a certificate that {@code issuer} signs, or its own key when there is none. */
  private static Identity make(String name, @Nullable Identity issuer, Validity validity) {
    try {
      KeyPair keys = keys();
      X500Name subject = new X500Name("CN=" + name);
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer == null ? subject : issuer.name(),
              BigInteger.valueOf(SERIAL.getAndIncrement()),
              Date.from(validity.from),
              Date.from(validity.until),
              subject,
              keys.getPublic());
      extend(builder, name, issuer == null);
      PrivateKey signer = issuer == null ? keys.getPrivate() : issuer.key;
      return new Identity(
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer))),
          keys.getPrivate());
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void extend(X509v3CertificateBuilder builder, String name, boolean authority)
      throws CertIOException {
    GeneralName host = new GeneralName(GeneralName.dNSName, name);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(host));
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static TrustManager[] trustManagers(X509Certificate trusted)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("trusted", trusted);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  /**
   * A certificate with its key.
   *
   * @param certificate the certificate
   * @param key its private key
   */
  record Identity(X509Certificate certificate, PrivateKey key) {
    /** Returns the SHA-256 of the certificate in hexadecimal. */
    String fingerprint() throws GeneralSecurityException {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    /** Returns the key as PEM (PKCS#8). */
    String keyPem() {
      String body = Base64.getMimeEncoder().encodeToString(key.getEncoded());
      return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }

    private X500Name name() {
      return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }
  }

  /**
   * When a certificate holds.
   *
   * @param from the first instant
   * @param until the last instant
   */
  private record Validity(Instant from, Instant until) {
    /** Returns a month from a minute ago. */
    static Validity current() {
      Instant now = Instant.now();
      return new Validity(now.minusSeconds(60), now.plus(Duration.ofDays(30)));
    }

    /** Returns the month that ended yesterday. */
    static Validity over() {
      Instant yesterday = Instant.now().minus(Duration.ofDays(1));
      return new Validity(yesterday.minus(Duration.ofDays(30)), yesterday);
    }
  }
}
