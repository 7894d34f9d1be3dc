package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.dukou.anonymizer.release.SubjectKeys;
import io.dukou.gateway.keys.OwnerOnly;
import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.keys.SecretAccess;
import io.dukou.gateway.sealed.SealedFileException;
import io.dukou.gateway.sealed.SealedFolder;
import io.dukou.gateway.sealed.SealedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder that keeps the pseudonyms of subjects: for each study and recipient group one map,
 * encrypted with AES-256-GCM under a key file beside the maps. Folder and files are their owner's
 * alone.
 *
 * <p>A map is on the disk before it is given out, so a subject whose pseudonym somebody may have
 * seen never gets another one. Two processes take turns.
 */
final class SubjectKeyFolder {
  private static final String KEY = "subject-keys.key";
  private static final String HEADING = "dukou-key-v1 subject-keys";
  private static final String MAPS = "maps";
  private static final String LOCK = "lock";

  private final Path folder;
  private final SecureRandom random;

  /** Names a folder, which is made when it is first used. */
  SubjectKeyFolder(Path folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  /**
   * Returns the pseudonyms of a study for a recipient group, with new ones for those of {@code
   * subjects} that have none.
   */
  SubjectKeys of(String study, String group, Set<String> subjects) {
    try {
      OwnerOnly.makeFolder(folder);
      refuse(OwnerOnly.faultOfFolder(folder).orElse(null), folder);
      try (FileChannel channel = openLock()) {
        FileLock lock = channel.lock();
        try {
          return locked(study, group, subjects);
        } finally {
          lock.release();
        }
      }
    } catch (SealedFileException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, folder + ": the pseudonyms cannot be read or written", e);
    }
  }

  private FileChannel openLock() throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK),
        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private SubjectKeys locked(String study, String group, Set<String> subjects) throws IOException {
    Secret key = key();
    SealedFolder maps = SealedFolder.open(folder.resolve(MAPS), key, random);
    String name = nameOf(key, study, group);
    SubjectKeys known = maps.contains(name) ? read(maps, name) : SubjectKeys.none();
    SubjectKeys all = known.with(subjects, random);
    if (all.size() > known.size()) {
      write(maps, name, all);
    }
    return all;
  }

  /** Returns the name of a map, which tells neither study nor group. */
  private static String nameOf(Secret key, String study, String group) {
    String label = "subject keys\n" + study.length() + "\n" + study + "\n" + group;
    byte[] name = key.derive(label).toByteArray(SecretAccess.grant());
    return HexFormat.of().formatHex(name);
  }

  private static SubjectKeys read(SealedFolder maps, String name) throws IOException {
    try (InputStream input = maps.read(name)) {
      return SubjectKeys.of(input.readAllBytes());
    }
  }

  private static void write(SealedFolder maps, String name, SubjectKeys keys) throws IOException {
    byte[] bytes = keys.toBytes();
    try (SealedWriter writer = maps.write(name)) {
      writer.write(bytes, 0, bytes.length);
      writer.commit();
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Reads the key of the folder; makes it where there is no map that would need another. */
  private Secret key() throws IOException {
    Path file = folder.resolve(KEY);
    if (!Files.exists(file)) {
      refuse(
          Files.exists(folder.resolve(MAPS))
              ? "is missing: without it the maps beside it cannot be read"
              : null,
          file);
      Secret made = Secret.random(random);
      String text = HexFormat.of().formatHex(made.toByteArray(SecretAccess.grant()));
      OwnerOnly.write(file, (HEADING + "\n" + text + "\n").getBytes(US_ASCII));
    }
    refuse(OwnerOnly.faultOfFile(file).orElse(null), file);
    String[] lines = Files.readString(file, US_ASCII).split("\n", -1);
    refuse(lines.length == 3 && lines[0].equals(HEADING) ? null : "is no key of pseudonyms", file);
    return Secret.of(HexFormat.of().parseHex(lines[1]), SecretAccess.grant());
  }

  private static void refuse(@Nullable String fault, Path file) {
    if (fault != null) {
      throw new CommandException(ExitCode.BAD_INPUT, file + " " + fault);
    }
  }
}
