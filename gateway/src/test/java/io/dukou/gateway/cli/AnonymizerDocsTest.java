package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code docs/anonymizer.md}: writes the files it shows, runs its commands in order and
 * compares what they print. Times and the name of the plan, which follows its random key, are not
 * compared.
 */
final class AnonymizerDocsTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "anonymizer.md");
  private static final Pattern BLOCK =
      Pattern.compile("<!-- (file|output|run)(?:: (\\S+))? -->\n```\\w+\n(.*?)```", Pattern.DOTALL);

  private static final Pattern FILE = Pattern.compile("(\\w+=|)(\\w+\\.\\w+)");

  @TempDir private Path folder;

  @Test
  void document_showsWhatTheCommandsDo() throws IOException {
    String document = Files.readString(DOCUMENT);

    assertThat(replayed(document)).isEqualTo(steady(document));
  }

  /** Returns the document with every output as it is now. */
  private String replayed(String document) throws IOException {
    StringBuilder replayed = new StringBuilder();
    Matcher block = BLOCK.matcher(document);
    int done = 0;
    while (block.find()) {
      replayed.append(document, done, block.start(3)).append(content(block));
      done = block.end(3);
    }
    assertThat(done).as("blocks in the document").isPositive();
    return steady(replayed + document.substring(done));
  }

  private String content(Matcher block) throws IOException {
    return switch (block.group(1)) {
      case "file" -> {
        Files.writeString(folder.resolve(block.group(2)), block.group(3));
        yield block.group(3);
      }
      case "output" -> Files.readString(folder.resolve(block.group(2)));
      default -> run(block.group(3).lines().findFirst().orElseThrow());
    };
  }

  private String run(String line) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    assertThat(words.subList(0, 2)).containsExactly("$", "dukou");
    words.replaceAll(this::inFolder);
    CommandRun run = CommandRun.of(words.subList(2, words.size()).toArray(new String[0]));
    assertThat(run.err()).isEmpty();
    return line + "\n" + wrapped(steady(run.out()));
  }

  /**
   * Returns a word with its file, such as {@code plan.json} or {@code adsl=a.csv}, in the folder.
   */
  private String inFolder(String word) {
    Matcher file = FILE.matcher(word);
    return file.matches() ? file.group(1) + folder.resolve(file.group(2)) : word;
  }

  /** Breaks the one line of JSON between keys, so that it can be read on a page. */
  private static String wrapped(String json) {
    StringBuilder wrapped = new StringBuilder();
    int column = 0;
    for (String part : json.strip().split("(?<=,)(?=[\"{])", -1)) {
      if (column > 0 && column + part.length() > 96) {
        wrapped.append("\n ");
        column = 1;
      }
      wrapped.append(part);
      column += part.length();
    }
    return wrapped.append('\n').toString();
  }

  private static String steady(String text) {
    return text.replaceAll("\"(load|search)\":[0-9]+", "\"$1\":0")
        .replaceAll("sha256:[0-9a-f]{64}", "sha256:…")
        .replace("\r\n", "\n");
  }
}
