package io.dukou.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign a log's checkpoints, each with the sizes of the trees that it signs; while one
 * follows another, both do. Secret; its text form says nothing of it. Any thread.
 */
public final class LogSigners {
  private static final String KEY = "log.key";
  private static final String LIST = "log.vkeys";
  private static final String KEYS = "log{,-*}.key";
  private static final String IN_TOKEN = "key in a token";

  private final VerifierKeys verifier;
  private final List<NoteSigner> signers;
  private final VerifierKey newest;

  private LogSigners(VerifierKeys verifier, List<NoteSigner> signers, VerifierKey newest) {
    this.verifier = verifier;
    this.signers = List.copyOf(signers);
    this.newest = newest;
  }

  /** Returns one key, for all sizes. */
  public static LogSigners of(LogKeys keys) {
    return of((NoteSigner) keys);
  }

  private static LogSigners of(NoteSigner signer) {
    VerifierKeys.Validity always = new VerifierKeys.Validity(signer.key(), 0, OptionalLong.empty());
    return of(VerifierKeys.of(List.of(always)), List.of(signer));
  }

  /**
   * Returns the keys that are at hand of those that a log has or had.
   *
   * @param verifier all public keys with their sizes
   * @param signers private keys; others than those listed are left alone
   * @throws MalformedException if the private key of one that signs without an end is not at hand
   */
  static LogSigners of(VerifierKeys verifier, List<NoteSigner> signers) {
    VerifierKey newest = null;
    for (VerifierKeys.Validity each : verifier.keys()) {
      boolean isHere = signers.stream().anyMatch(signer -> signer.key().equals(each.key()));
      if (each.to().isEmpty() && !isHere) {
        throw new MalformedException("the private key of " + each.key() + " is missing");
      }
      if (each.to().isEmpty() && each.key() instanceof VerifierKey key) {
        newest = key;
      }
    }
    if (newest == null) {
      throw new MalformedException("no Ed25519 key signs without an end; rotate to a new one");
    }
    return new LogSigners(verifier, signers, newest);
  }

  /**
   * Reads the keys of a folder: {@code log.key}, or where there is {@code log.vkeys}, the list of
   * public keys with their sizes, whichever there are of it and of {@code log-….key}. Those that
   * are retired need not be there.
   *
   * @param name the name of the log
   * @param password what they are encrypted with, or null
   * @throws KeyFileException naming the file and the remedy, if one cannot be used
   */
  public static LogSigners load(
      Path folder, String name, char @Nullable [] password, SecureRandom random) {
    Path list = folder.resolve(LIST);
    if (!Files.exists(list)) {
      NoteSigner only = PrivateKeyFile.load(folder.resolve(KEY), name, password, random);
      if (only.key() instanceof VerifierKey) {
        return of(only);
      }
      throw new KeyFileException(folder.resolve(KEY) + ": is no Ed25519 key", null);
    }
    List<NoteSigner> signers = new ArrayList<>();
    try {
      for (Path key : keyFiles(folder)) {
        signers.add(PrivateKeyFile.load(key, name, password, random));
      }
      return of(VerifierKeys.parse(Files.readString(list)), signers);
    } catch (MalformedException e) {
      throw new KeyFileException(list + ": " + e.getMessage(), null);
    } catch (IOException e) {
      throw new KeyFileException(list + ": cannot be read", null);
    }
  }

  /**
   * Returns the files of private keys, {@code log.key} first and the others by their names: a file
   * system lists them as it likes, and the file that an error names should not depend on that.
   */
  private static List<Path> keyFiles(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, KEYS)) {
      files.forEach(found::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    found.sort(
        Comparator.comparing((Path file) -> !file.endsWith(KEY))
            .thenComparing(file -> file.getFileName().toString()));
    return found;
  }

  /** Returns whether every private key in a folder is encrypted. */
  public static boolean areEncrypted(Path folder) {
    try {
      for (Path key : keyFiles(folder)) {
        if (!PrivateKeyFile.isEncrypted(key)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new KeyFileException(folder + ": cannot be listed", null);
    }
  }

  /**
   * Makes the keys of a new log in a folder that has none.
   *
   * @param sm2 whether an SM2 key signs beside the Ed25519 key
   * @throws KeyFileException if a file exists or cannot be written
   */
  public static LogSigners create(
      Path folder, String name, boolean sm2, char @Nullable [] password, SecureRandom random) {
    LogKeys keys = LogKeys.generate(name, random);
    if (!sm2) {
      PrivateKeyFile.save(folder.resolve(KEY), keys, password, random);
      return of(keys);
    }
    Sm2Keys beside = Sm2Keys.generate(name, random);
    List<VerifierKeys.Validity> valid = new ArrayList<>();
    for (NoteSigner each : List.of(keys, beside)) {
      valid.add(new VerifierKeys.Validity(each.key(), 0, OptionalLong.empty()));
    }
    PrivateKeyFile.save(folder.resolve(KEY), keys, password, random);
    PrivateKeyFile.save(further(folder, beside), beside, password, random);
    LogSigners made = of(VerifierKeys.of(valid), List.of(keys, beside));
    made.writeList(folder);
    return made;
  }

  /**
   * Makes the Ed25519 key that a URI names in its token, sensitive and not extractable, unless it
   * is there; replaces nothing.
   *
   * @param uri names the key, after RFC 7512
   * @return whether a key was made
   * @throws KeyFileException naming what is wrong and the remedy, if none can be made, or what is
   *     called so is not one Ed25519 key
   */
  public static boolean generateInToken(String uri, SecureRandom random) {
    return TokenKey.generateIfAbsent(IN_TOKEN, uri, random);
  }

  /**
   * Takes a key in a token for a new log, in a folder that has none.
   *
   * @param uri names the key, after RFC 7512
   * @throws KeyFileException if the key cannot be used, or a file exists or cannot be written
   */
  public static LogSigners createInToken(Path folder, String name, String uri) {
    Path file = folder.resolve(KEY);
    TokenKey key = TokenKey.open(IN_TOKEN, uri, name);
    OwnerOnlyFile.create(file, uri);
    return of(key);
  }

  /**
   * Has a key in a token follow the Ed25519 key that signs now, as {@link #rotate} does.
   *
   * @param uri names the key, after RFC 7512
   * @throws KeyFileException if the key cannot be used, signs the log already or did, or a file
   *     cannot be written
   */
  public LogSigners rotateToToken(Path folder, long size, long overlap, String uri) {
    TokenKey key = TokenKey.open(IN_TOKEN, uri, name());
    if (verifier.keys().stream().anyMatch(each -> each.key().equals(key.key()))) {
      throw new KeyFileException(
          IN_TOKEN + ": it signs this log already, or did; name another", null);
    }
    return follow(folder, size, overlap, key, file -> OwnerOnlyFile.create(file, uri));
  }

  /**
   * Has a new key follow the one that signs now. The private key is durable before the list names
   * it; without the list nothing has changed.
   *
   * @param size entries that the log has; the new key signs larger trees
   * @param overlap further entries that both keys sign
   * @param kind which key is followed, or comes anew
   * @throws KeyFileException if a file cannot be written
   */
  public LogSigners rotate(
      Path folder,
      long size,
      long overlap,
      Kind kind,
      char @Nullable [] password,
      SecureRandom random) {
    NoteSigner made =
        switch (kind) {
          case ED25519 -> LogKeys.generate(name(), random);
          case SM2 -> Sm2Keys.generate(name(), random);
          case ML_DSA_44 -> MlDsaKeys.generate(name(), random, InstantSource.system());
        };
    return follow(
        folder, size, overlap, made, file -> PrivateKeyFile.save(file, made, password, random));
  }

  private LogSigners follow(
      Path folder, long size, long overlap, NoteSigner made, Consumer<Path> save) {
    List<VerifierKeys.Validity> valid = new ArrayList<>();
    for (VerifierKeys.Validity each : verifier.keys()) {
      boolean ends = each.to().isEmpty() && each.key().algorithm() == made.key().algorithm();
      valid.add(
          ends
              ? new VerifierKeys.Validity(
                  each.key(), each.from(), OptionalLong.of(Math.max(each.from(), size + overlap)))
              : each);
    }
    valid.add(new VerifierKeys.Validity(made.key(), size + 1, OptionalLong.empty()));
    save.accept(further(folder, made));
    List<NoteSigner> all = new ArrayList<>(signers);
    all.add(made);
    LogSigners rotated = of(VerifierKeys.of(valid), all);
    rotated.writeList(folder);
    return rotated;
  }

  private static Path further(Path folder, NoteSigner key) {
    return folder.resolve("log-" + HexFormat.of().toHexDigits(key.key().id()) + ".key");
  }

  private void writeList(Path folder) {
    try {
      StorageFiles files = new StorageFiles(LogStorage.posix(folder));
      String head = "# keys of the log, with the smallest and the largest tree that each signs\n";
      files.replace(LIST, (head + verifier.lines()).getBytes(StandardCharsets.UTF_8));
      files.syncDirectories();
    } catch (IOException e) {
      throw new KeyFileException(folder.resolve(LIST) + ": cannot be written", e);
    }
  }

  /** Returns the name of the log. */
  public String name() {
    return verifier.name();
  }

  /** Returns who verifies what is signed, or was. */
  public VerifierKeys verifier() {
    return verifier;
  }

  /** Returns the Ed25519 key that signs from now on. */
  public VerifierKey newest() {
    return newest;
  }

  /** Returns a note signed by all keys for a size. */
  String sign(String text, long size) {
    List<NoteSigner> valid = new ArrayList<>();
    for (VerifierKeys.Validity each : verifier.keys()) {
      if (each.covers(size)) {
        signers.stream().filter(signer -> signer.key().equals(each.key())).forEach(valid::add);
      }
    }
    String note = Note.sign(text, valid);
    verifier.requireSigned(Note.parse(note), size); // fails rather than sign what nobody accepts
    return note;
  }

  @Override
  public String toString() {
    return "LogSigners[" + name() + ", secret redacted]";
  }

  /** What a key signs with. */
  public enum Kind {
    /** RFC 8032; every log has such a key. */
    ED25519,
    /** GM/T 0003.2 with SM3. */
    SM2,
    /** FIPS 204, for evidence that must last. */
    ML_DSA_44
  }
}
