package io.dukou.gateway.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One file of the key folder: a line that says what the key is for, then the key in hexadecimal.
 * The first line keeps a key from being used for something else after files were exchanged.
 */
enum KeyFile {
  /** Encrypts the domestic parts of the log. */
  DOMESTIC,
  /** Makes person keys. */
  COUNTING,
  /** Encrypts data cuts, release plans and protected tables. */
  CUTS,
  /** Seals cursors. */
  CURSORS;

  private static final int MAXIMUM_BYTES = 1024;

  /** Returns the file of this key in {@code folder}. */
  Path in(Path folder) {
    return folder.resolve(label() + ".key");
  }

  /** Reads the key. */
  Secret load(Path folder) {
    Path file = in(folder);
    OwnerOnly.faultOfFolder(folder)
        .ifPresent(
            fault -> {
              throw new KeyFileException(folder, fault);
            });
    OwnerOnly.faultOfFile(file)
        .ifPresent(
            fault -> {
              throw new KeyFileException(file, fault);
            });
    return parse(file);
  }

  /** Writes the key to a new file. */
  void save(Path folder, Secret key) {
    Path file = in(folder);
    byte[] secret = key.toByteArray(SecretAccess.grant());
    byte[] text =
        (heading() + "\n" + HexFormat.of().formatHex(secret) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    try {
      OwnerOnly.makeFolder(folder);
      OwnerOnly.write(file, text);
    } catch (FileAlreadyExistsException e) {
      throw new KeyFileException(file, "is there already and stays as it is", e);
    } catch (IOException e) {
      throw new KeyFileException(file, "cannot be written", e);
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(text, (byte) 0);
    }
  }

  private Secret parse(Path file) {
    try {
      if (Files.size(file) > MAXIMUM_BYTES) {
        throw new KeyFileException(file, "is too long for a key file");
      }
      String[] lines = Files.readString(file, StandardCharsets.US_ASCII).split("\n", -1);
      if (lines.length != 3 || !lines[0].equals(heading()) || !lines[2].isEmpty()) {
        throw new KeyFileException(file, "is not the key file '" + heading() + "'");
      }
      return Secret.of(HexFormat.of().parseHex(lines[1]), SecretAccess.grant());
    } catch (IOException e) {
      throw new KeyFileException(file, "cannot be read", e);
    } catch (IllegalArgumentException e) {
      // Without its cause: the message of the parser quotes the key.
      throw new KeyFileException(file, "does not hold a key of 64 hexadecimal digits");
    }
  }

  private String heading() {
    return "dukou-key-v1 " + label();
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
