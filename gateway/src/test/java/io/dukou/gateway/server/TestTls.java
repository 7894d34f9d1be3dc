package io.dukou.gateway.server;

import io.dukou.gateway.config.ServerConfig.Tls;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate for a test's server, and clients that trust it. */
final class TestTls implements AutoCloseable {
  private final SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
  private final SSLContext trusting;

  /** Makes a certificate. */
  TestTls() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (var pem = Files.newInputStream(Path.of(certificate.certificatePath()))) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, trust.getTrustManagers(), null);
  }

  /** Returns what the server is configured with. */
  Tls transport() {
    return new Tls(
        Path.of(certificate.certificatePath()), Path.of(certificate.privateKeyPath()), null);
  }

  /** Returns what clients are configured with. */
  SSLContext trusting() {
    return trusting;
  }

  /**
   * Opens a connection to this machine on which nothing is said yet.
   *
   * @param from the address of this machine to connect from, or null for its usual one
   */
  static SSLSocket connect(SSLContext context, @Nullable String from, int port) throws IOException {
    InetAddress server = InetAddress.getLoopbackAddress();
    InetAddress client = from == null ? server : InetAddress.getByName(from);
    Socket plain = new Socket(server, port, client, 0);
    plain.setSoTimeout(20_000);
    return (SSLSocket)
        context.getSocketFactory().createSocket(plain, server.getHostAddress(), port, true);
  }

  @Override
  public void close() {
    certificate.delete();
  }
}
