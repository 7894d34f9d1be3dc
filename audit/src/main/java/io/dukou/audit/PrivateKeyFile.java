package io.dukou.audit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/**
 * A private key of a log in a file that only its owner may use: as a line of Go's {@code
 * sumdb/note}, which is not encrypted; as PEM, PKCS#8, encrypted (PBES2, as {@code openssl genpkey
 * -aes256} writes it) or not; or as PKCS#12 with one key. Ed25519, SM2 on sm2p256v1, and ML-DSA-44.
 * In the place of an Ed25519 key the file may name one in a token, by a {@linkplain TokenUri URI}.
 *
 * <p>No exception tells anything of a key or a password.
 */
final class PrivateKeyFile {
  private static final Provider BC = new BouncyCastleProvider();
  private static final int ITERATIONS = 600_000;
  private static final String PEM = "-----BEGIN";
  private static final byte DER_SEQUENCE = 0x30;

  private final Path file;
  private final String name;
  private final char @Nullable [] password;
  private final SecureRandom random;

  private PrivateKeyFile(Path file, String name, char @Nullable [] password, SecureRandom random) {
    this.file = file;
    this.name = name;
    this.password = password;
    this.random = random;
  }

  /**
   * Reads a key.
   *
   * @param name the name of the log, which only the line form says by itself
   * @param password what the file is encrypted with, or null
   * @throws KeyFileException naming the file and the remedy, if it cannot be used
   */
  static NoteSigner load(Path file, String name, char @Nullable [] password, SecureRandom random) {
    return new PrivateKeyFile(file, name, password, random).load();
  }

  /** Returns whether a key file holds no key in plain: it is encrypted, or names one in a token. */
  static boolean isEncrypted(Path file) {
    byte[] bytes = OwnerOnlyFile.readBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    boolean isStore = bytes.length > 0 && bytes[0] == DER_SEQUENCE;
    boolean isElsewhere = text.startsWith(TokenUri.SCHEME);
    return isStore || isElsewhere || (text.startsWith(PEM) && text.contains("ENCRYPTED"));
  }

  /**
   * Writes a key to a new file, durably: encrypted (PBES2, AES-256, PBKDF2 with HMAC-SHA-256) with
   * a password, else in the line form for Ed25519 and as plain PEM for SM2.
   *
   * @throws KeyFileException if the file exists or cannot be written
   */
  static void save(Path file, NoteSigner key, char @Nullable [] password, SecureRandom random) {
    if (password == null && key instanceof LogKeys keys) {
      keys.save(file);
      return;
    }
    try {
      PrivateKeyInfo info = PrivateKeyInfoFactory.createPrivateKeyInfo(parameters(key));
      StringWriter text = new StringWriter();
      try (PemWriter pem = new PemWriter(text)) {
        pem.writeObject(
            password == null
                ? new PKCS8Generator(info, null)
                : new PKCS8Generator(
                    info,
                    new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                        .setProvider(BC)
                        .setRandom(random)
                        .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256))
                        .setIterationCount(ITERATIONS)
                        .setPassword(password)
                        .build()));
      }
      OwnerOnlyFile.create(file, text.toString().strip());
    } catch (IOException | OperatorCreationException e) {
      throw new KeyFileException(file + ": the key cannot be encrypted", null);
    }
  }

  private static AsymmetricKeyParameter parameters(NoteSigner key) {
    if (key instanceof LogKeys keys) {
      return new Ed25519PrivateKeyParameters(keys.seed(), 0);
    }
    if (key instanceof MlDsaKeys keys) {
      return keys.parameters();
    }
    return new ECPrivateKeyParameters(
        ((Sm2Keys) key).secret(),
        new ECNamedDomainParameters(GMObjectIdentifiers.sm2p256v1, Sm2Key.CURVE));
  }

  private NoteSigner load() {
    byte[] bytes = OwnerOnlyFile.readBytes(file);
    if (bytes.length > 0 && bytes[0] == DER_SEQUENCE) {
      return key(pkcs12(bytes));
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.startsWith(TokenUri.SCHEME)) {
      return TokenKey.open(file.toString(), text.strip(), name);
    }
    if (!text.startsWith(PEM)) {
      return LogKeys.load(file);
    }
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      Object found = parser.readObject();
      while (found != null && found instanceof ASN1ObjectIdentifier) {
        found = parser.readObject(); // the name of a curve, which openssl writes before its key
      }
      if (found instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
        return key(
            encrypted.decryptPrivateKeyInfo(
                new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(BC).build(required())));
      }
      if (found instanceof PrivateKeyInfo plain) {
        return key(plain);
      }
      throw unusable("is not a private key in PKCS#8; convert it with `openssl pkcs8 -topk8`");
    } catch (PKCSException | OperatorCreationException e) {
      throw wrongPassword();
    } catch (IOException | DecoderException | IllegalArgumentException e) {
      throw unusable("cannot be read as a PEM file");
    }
  }

  private PrivateKeyInfo pkcs12(byte[] bytes) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12", BC);
      store.load(new ByteArrayInputStream(bytes), required());
      List<Key> keys = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          keys.add(store.getKey(alias, required()));
        }
      }
      if (keys.size() != 1) {
        throw unusable("has " + keys.size() + " private keys; export one alone");
      }
      return PrivateKeyInfo.getInstance(keys.get(0).getEncoded());
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw wrongPassword();
    }
  }

  private NoteSigner key(PrivateKeyInfo info) {
    try {
      AsymmetricKeyParameter key = PrivateKeyFactory.createKey(info);
      if (key instanceof Ed25519PrivateKeyParameters ed25519) {
        return LogKeys.of(name, ed25519.getEncoded());
      }
      if (key instanceof ECPrivateKeyParameters ec
          && ec.getParameters().getCurve().equals(Sm2Key.CURVE.getCurve())) {
        return Sm2Keys.of(name, ec.getD(), random);
      }
      if (key instanceof MLDSAPrivateKeyParameters mlDsa && mlDsa.getSeed() != null) {
        return MlDsaKeys.of(name, mlDsa.getSeed(), random, InstantSource.system());
      }
    } catch (IOException | RuntimeException e) {
      // what a broken key is said to be would tell of it
    }
    throw unusable(
        "is neither an Ed25519 key nor an SM2 key, nor ML-DSA-44 with its seed; make one of these");
  }

  private char[] required() {
    if (password == null) {
      throw unusable("is encrypted; name the file of its password as keys.passwordFile");
    }
    return password;
  }

  private KeyFileException wrongPassword() {
    return unusable("cannot be decrypted: the password is another, or the file is damaged");
  }

  private KeyFileException unusable(String words) {
    return new KeyFileException(file + ": " + words, null);
  }
}
