package io.dukou.audit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.GenTimeAccuracy;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;
import org.bouncycastle.util.Store;
import org.jspecify.annotations.Nullable;

/**
 * The roots of the time stamping authorities that are believed. Immutable, usable from any thread.
 *
 * <p>A token counts when its imprint is the SHA-256 of the bytes, the signature is by the one
 * certificate it names (RFC 5816), that certificate is for time stamping alone (RFC 3161, section
 * 2.3) and was valid at the token's time, and a path leads from it to one of the roots at that
 * time. Whether a certificate was revoked is not asked: nothing here has a network.
 */
public final class TimeStampTrust {
  private static final long LONGEST_FILE = 1 << 20;

  /** Beyond those of the platform it knows SM2 with SM3, by which authorities in China sign. */
  private static final Provider ALGORITHMS = new BouncyCastleProvider();

  private static final String NO_ANSWER = "time stamp: not an answer in the form of RFC 3161";

  private final Set<TrustAnchor> roots;

  private TimeStampTrust(Set<TrustAnchor> roots) {
    this.roots = Set.copyOf(roots);
  }

  /**
   * Reads root certificates from a PEM file.
   *
   * @throws KeyFileException if the file cannot be read or holds no certificate
   */
  public static TimeStampTrust load(Path file) {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new KeyFileException(file + ": too long for a file of certificates", null);
      }
      Set<TrustAnchor> roots = new HashSet<>();
      var certificates =
          CertificateFactory.getInstance("X.509", ALGORITHMS)
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
      certificates.forEach(root -> roots.add(new TrustAnchor((X509Certificate) root, null)));
      if (roots.isEmpty()) {
        throw new KeyFileException(file + ": holds no certificate", null);
      }
      return new TimeStampTrust(roots);
    } catch (IOException | GeneralSecurityException e) {
      throw new KeyFileException(file + ": cannot be read as certificates in PEM", e);
    }
  }

  /**
   * Checks an authority's answer about some bytes, however it was asked for.
   *
   * @param reply the answer in DER (RFC 3161, section 2.4.2), as {@code openssl ts} keeps it
   * @throws MalformedException if it proves nothing about them
   */
  public TimeStamp check(byte[] reply, byte[] message) {
    try {
      return checked(token(reply), message);
    } catch (MalformedException e) {
      throw e;
    } catch (RuntimeException e) {
      // Of bytes that are almost an answer, the parser says so by exceptions of many kinds.
      throw new MalformedException(NO_ANSWER);
    }
  }

  private TimeStamp checked(TimeStampToken token, byte[] message) {
    TimeStampTokenInfo info = token.getTimeStampInfo();
    boolean about =
        NISTObjectIdentifiers.id_sha256.equals(info.getMessageImprintAlgOID())
            && MessageDigest.isEqual(
                TreeHash.sha256().digest(message), info.getMessageImprintDigest());
    require(about, "is about other bytes");
    X509CertificateHolder signer = signer(token);
    try {
      token.validate(
          new JcaSimpleSignerInfoVerifierBuilder().setProvider(ALGORITHMS).build(signer));
      requirePath(signer, token.getCertificates(), info.getGenTime());
    } catch (TSPException | OperatorCreationException e) {
      throw new MalformedException(
          "time stamp: not signed by the certificate it names, or that one is not for this");
    } catch (GeneralSecurityException | IOException e) {
      throw new MalformedException("time stamp: no path leads to a root that is trusted");
    }
    return new TimeStamp(
        info.getGenTime().toInstant(),
        accuracyMillis(info.getGenTimeAccuracy()),
        String.valueOf(signer.getSubject()),
        info.getSerialNumber().toString(16));
  }

  private static TimeStampToken token(byte[] reply) {
    require(reply.length <= TimeStampQuery.LONGEST_REPLY, "longer than " + (1 << 16) + " bytes");
    TimeStampToken token;
    try {
      token = new TimeStampResponse(reply).getTimeStampToken();
    } catch (TSPException | IOException e) {
      throw new MalformedException(NO_ANSWER);
    }
    if (token == null) {
      throw new MalformedException("time stamp: the authority granted none");
    }
    return token;
  }

  @SuppressWarnings("unchecked") // a signer's id selects certificates, though its type says nothing
  private static X509CertificateHolder signer(TimeStampToken token) {
    Collection<X509CertificateHolder> certificates =
        token.getCertificates().getMatches(token.getSID());
    require(certificates.size() == 1, "does not carry its certificate");
    return certificates.iterator().next();
  }

  private void requirePath(X509CertificateHolder signer, Store<X509CertificateHolder> all, Date at)
      throws GeneralSecurityException, IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (X509CertificateHolder each : all.getMatches(null)) {
      certificates.add(certificate(each));
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(certificate(signer));
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, target);
    parameters.addCertStore(
        CertStore.getInstance(
            "Collection", new CollectionCertStoreParameters(certificates), ALGORITHMS));
    parameters.setRevocationEnabled(false);
    parameters.setDate(at);
    CertPathBuilder.getInstance("PKIX", ALGORITHMS).build(parameters);
  }

  private static X509Certificate certificate(X509CertificateHolder holder)
      throws GeneralSecurityException, IOException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509", ALGORITHMS)
            .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
  }

  private static long accuracyMillis(@Nullable GenTimeAccuracy accuracy) {
    // Microseconds beyond the last millisecond count as one more: it is a bound.
    return accuracy == null
        ? 0
        : accuracy.getSeconds() * 1000L + accuracy.getMillis() + (accuracy.getMicros() > 0 ? 1 : 0);
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new MalformedException("time stamp: " + problem);
    }
  }
}
