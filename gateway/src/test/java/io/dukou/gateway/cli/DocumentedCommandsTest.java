package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Every {@code dukou} command that a document shows is understood by the program, with and without
 * what stands in brackets; and the README's table shows every command there is.
 */
final class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path README = ROOT.resolve("README.md");
  private static final Pattern SHOWN =
      Pattern.compile("(?m)^(?:    |\\$ )(?:gateway/bin/)?dukou (.+)$|`dukou ([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path document : documents()) {
      Matcher shown = SHOWN.matcher(Files.readString(document));
      while (shown.find()) {
        String command = shown.group(1) == null ? shown.group(2) : shown.group(1);
        commands.add(command.replaceAll("\\s+#.*", "").replace("\\|", "|").strip());
      }
    }
    assertThat(commands).hasSizeGreaterThan(20);
    return commands;
  }

  static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> top = Files.list(ROOT)) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shownCommand_isUnderstood(String command) {
    assertUnderstood(command.replaceAll("[\\[\\]]", ""));
    assertUnderstood(command.replaceAll("\\[[^\\]]*\\]", ""));
  }

  @Test
  void readme_showsEveryCommand() throws IOException {
    Set<String> shown = new TreeSet<>();
    Pattern row = Pattern.compile("(?m)^\\| `dukou ((?:[a-z-]+ )*[a-z]+(?:-[a-z]+)*)\\b");
    row.matcher(Files.readString(README)).results().forEach(match -> shown.add(match.group(1)));
    assertThat(shown).isEqualTo(leaves("", Main.commandLine()));
  }

  @Test
  void readme_listsTheExitCodes() throws IOException {
    String codes =
        Arrays.stream(ExitCode.values())
            .map(code -> code.status() + " " + code.name().toLowerCase(java.util.Locale.ROOT))
            .reduce((one, other) -> one + ", " + other)
            .orElseThrow()
            .replace('_', ' ')
            .replace("internal", "internal error");
    assertThat(Files.readString(README)).contains("Exit codes: " + codes + ".");
  }

  @Test
  void twoCommandsOfTheReadme_areThere() throws IOException {
    List<String> shown =
        Files.readString(README)
            .lines()
            .filter(line -> line.startsWith("    ") && line.contains(" # "))
            .limit(2)
            .map(line -> line.strip().replaceAll("\\s+#.*", ""))
            .toList();
    assertThat(shown).containsExactly("gateway/bin/dukou demo", "mvn -B verify");
    assertThat(ROOT.resolve("gateway/bin/dukou")).isExecutable();
    assertThat(ROOT.resolve("pom.xml")).isRegularFile();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linkedFile_isThere(Path document) throws IOException {
    Matcher link = LINK.matcher(Files.readString(document));
    while (link.find()) {
      assertThat(document.resolveSibling(link.group(1))).as("%s", document).exists();
    }
  }

  /** Asserts that every word is a command, an option or an argument that is known. */
  private static void assertUnderstood(String command) {
    List<String> words = new ArrayList<>();
    for (String word : command.strip().split("\\s+", -1)) {
      words.add(
          word.contains("|") && !word.startsWith("-")
              ? word.substring(0, word.indexOf('|'))
              : word);
    }
    if (leaves("", Main.commandLine()).contains(String.join(" ", words))) {
      return; // a command by its bare name
    }
    assertThatCode(() -> Main.commandLine().parseArgs(words.toArray(new String[0])))
        .as("dukou %s", command)
        .doesNotThrowAnyException();
  }

  private static Set<String> leaves(String prefix, CommandLine command) {
    Set<String> leaves = new TreeSet<>();
    command
        .getSubcommands()
        .forEach(
            (name, sub) ->
                leaves.addAll(
                    sub.getSubcommands().isEmpty()
                        ? Set.of(prefix + name)
                        : leaves(prefix + name + " ", sub)));
    return leaves;
  }
}
