package io.dukou.gateway.sealed;

import io.dukou.gateway.keys.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A sealed folder of a test, its key, and the bytes behind it. */
final class SealedBox {
  private final SecureRandom random = new SecureRandom();
  private final Secret key = Secret.random(random);
  private final Path path;
  private SealedFolder folder;

  SealedBox(Path path) {
    this.path = path;
    this.folder = SealedFolder.open(path, key, random);
  }

  /** Returns the folder. */
  SealedFolder folder() {
    return folder;
  }

  /** Opens the folder again, as a process does that starts. */
  void reopen() {
    folder = SealedFolder.open(path, key, random);
  }

  /** Opens the folder under another key. */
  SealedFolder underAnotherKey() {
    return SealedFolder.open(path, Secret.random(random), random);
  }

  /** Writes a whole file. */
  void put(String name, byte[] content) throws IOException {
    try (SealedWriter writer = folder.write(name)) {
      writer.write(content);
      writer.commit();
    }
  }

  /** Reads a whole file. */
  byte[] get(String name) throws IOException {
    try (InputStream in = folder.read(name)) {
      return in.readAllBytes();
    }
  }

  /** Returns the bytes on the disk. */
  byte[] stored(String name) throws IOException {
    return Files.readAllBytes(path.resolve(name));
  }

  /** Puts other bytes on the disk. */
  void store(String name, byte[] bytes) throws IOException {
    Files.write(path.resolve(name), bytes);
  }

  /** Returns the names of all files that are there, hidden ones too. */
  List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(path)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Returns bytes, the same for the same seed. */
  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
