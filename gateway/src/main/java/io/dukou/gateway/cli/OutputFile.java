package io.dukou.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that a command is going to write, and what it must not be: a folder, a device, or another
 * file of the command.
 *
 * <p>Whether two names are one file is asked of the file system, so links of both kinds, {@code ..}
 * and a name in another case where that is the same are seen through. To be asked before anything
 * is written.
 */
final class OutputFile {
  private final String option;
  private final @Nullable Path file;

  private OutputFile(String option, @Nullable Path file) {
    this.option = option;
    this.file = file;
  }

  /**
   * Takes the value of an option; with none, nothing is written and nothing refused.
   *
   * @throws CommandException if no file can be written there
   */
  static OutputFile of(String option, @Nullable Path file) {
    if (file != null) {
      requireFile(file);
    }
    return new OutputFile(option, file);
  }

  /**
   * Refuses a place that a file cannot be put in.
   *
   * @throws CommandException if it is a folder, or anything else that is no file
   */
  static void requireFile(Path file) {
    if (file.getFileName() == null || Files.isDirectory(file)) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "cannot write " + file + ": it is a folder; name a file in it");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "cannot write " + file + ": it is there, and is no plain file");
    }
  }

  /**
   * Refuses an output that is also {@code other}.
   *
   * @param otherOption the option that names the other file, for the message
   * @param other the other file; null if there is none
   * @return this output
   * @throws CommandException if both are one file
   */
  OutputFile apartFrom(String otherOption, @Nullable Path other) {
    if (file == null || other == null) {
      return this;
    }
    if (isSame(file, other)) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "%s and %s are the same file, %s, which would be lost; name another"
              .formatted(option, otherOption, file));
    }
    return this;
  }

  private static boolean isSame(Path one, Path other) {
    try {
      boolean areThere = Files.exists(one) && Files.exists(other);
      return areThere ? Files.isSameFile(one, other) : place(one).equals(place(other));
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "cannot tell whether " + one + " and " + other + " are one file", e);
    }
  }

  /** Returns where a file is, or will be: a name in a folder without links. */
  private static Path place(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path target = Files.isSymbolicLink(file) ? target(file) : file.toAbsolutePath().normalize();
    Path folder = target.getParent();
    return folder != null && Files.exists(folder)
        ? folder.toRealPath().resolve(target.getFileName())
        : target;
  }

  /** Returns where a link points that points at nothing yet. */
  private static Path target(Path link) throws IOException {
    Path folder = link.toAbsolutePath().getParent();
    return folder == null ? link : folder.resolve(Files.readSymbolicLink(link)).normalize();
  }
}
