package io.dukou.gateway.cli;

import io.dukou.audit.MalformedException;
import io.dukou.audit.WitnessPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --policy}: which witnesses must have seen a checkpoint. */
final class WitnessPolicyOption {
  private static final long LONGEST_FILE = 1 << 20;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "A witness policy (c2sp.org/tlog-policy): fails unless as many witnesses as it asks for"
              + " saw the checkpoint.")
  private @Nullable Path file;

  /**
   * Returns the policy, or null where none is given.
   *
   * @throws CommandException with {@link ExitCode#BAD_INPUT} if it cannot be read
   */
  @Nullable WitnessPolicy policy() {
    return file == null ? null : read(file);
  }

  /** Returns the text of the policy, empty where none is given. */
  String text() {
    WitnessPolicy policy = policy();
    return policy == null ? "" : policy.text();
  }

  /** Reads a policy file. */
  static WitnessPolicy read(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_FILE) {
        throw new CommandException(
            ExitCode.BAD_INPUT, file + ": no such file, or too long for a policy");
      }
      byte[] bytes = Files.readAllBytes(file);
      return WitnessPolicy.parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new CommandException(ExitCode.BAD_INPUT, file + ": not UTF-8", e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "cannot read " + file + ": " + FileTrouble.of(e), e);
    } catch (MalformedException e) {
      throw new CommandException(ExitCode.BAD_INPUT, file + ": " + e.getMessage(), e);
    }
  }
}
