package io.dukou.gateway.sealed;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.keys.OwnerOnly;
import io.dukou.gateway.keys.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A folder of sealed files: each is written in one go, becomes visible whole or not at all, also in
 * place of one of the same name, is on the disk when {@link SealedWriter#commit} returns, and can
 * be opened only under its own name.
 *
 * <p>A file is written under a temporary name, synced, renamed, and then the folder is synced.
 * Temporary files that a crash left behind are removed when the folder is opened. Worker threads
 * only; different files may be used in parallel.
 */
public final class SealedFolder {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,120}");
  private static final String TEMPORARY = ".writing-";

  private final Path folder;
  private final Secret key;
  private final SecureRandom random;

  private SealedFolder(Path folder, Secret key, SecureRandom random) {
    this.folder = folder;
    this.key = key;
    this.random = random;
  }

  /**
   * Opens a folder, making it where it is missing.
   *
   * @param key the key under which the keys of the files are derived
   * @throws SealedFileException if the folder cannot be used
   */
  public static SealedFolder open(Path folder, Secret key, SecureRandom random) {
    requireNonNull(key, "key");
    try {
      OwnerOnly.makeFolder(folder);
      sweep(folder);
    } catch (IOException e) {
      throw new SealedFileException(folder, "the folder cannot be used", e);
    }
    return new SealedFolder(folder, key, requireNonNull(random, "random"));
  }

  /** Starts a file that will be called {@code name}. */
  public SealedWriter write(String name) {
    Path target = path(name);
    byte[] salt = new byte[PieceSeal.SALT_BYTES];
    random.nextBytes(salt);
    Path temporary = folder.resolve(TEMPORARY + java.util.HexFormat.of().formatHex(salt));
    return SealedWriter.create(this, temporary, target, PieceSeal.of(key, name, salt), salt);
  }

  /**
   * Opens a file for reading. Every piece is checked before its bytes are given out, and the end is
   * reported only where the file was ended.
   *
   * @throws SealedFileException if there is no such file or its head is damaged
   */
  public InputStream read(String name) {
    return SealedReader.open(path(name), key, name);
  }

  /** Returns true when there is a file of this name. */
  public boolean contains(String name) {
    return Files.isRegularFile(path(name));
  }

  /** Returns the names of all files in ascending order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    } catch (IOException e) {
      throw new SealedFileException(folder, "the folder cannot be listed", e);
    }
    names.removeIf(name -> !NAME.matcher(name).matches());
    names.sort(null);
    return names;
  }

  /** Removes a file, durably; does nothing when there is none. */
  public void delete(String name) {
    try {
      Files.deleteIfExists(path(name));
      syncFolder();
    } catch (IOException e) {
      throw new SealedFileException(path(name), "the file cannot be removed", e);
    }
  }

  /** Returns the failure of a file that is sound but holds nothing that can be used. */
  public SealedFileException unusable(String name, Throwable cause) {
    return new SealedFileException(path(name), "this version of Dukou cannot use it", cause);
  }

  /** Gives a written file its name, durably. */
  void publish(Path temporary, Path target) throws IOException {
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    syncFolder();
  }

  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path path(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name for a sealed file");
    }
    return folder.resolve(name);
  }

  private static void sweep(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, TEMPORARY + "*")) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }
}
