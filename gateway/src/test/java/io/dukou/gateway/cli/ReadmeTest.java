package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.demo.Demo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays the demonstration, then does what the README and the demonstration itself say can be tried:
 * asks with their curl lines, cuts the receipt out and verifies it.
 */
final class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^ +((?:curl|grep|export|gateway/bin/dukou (?:verify|log)) .*)$");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final Pattern PARAMETER =
      Pattern.compile("\"?(\\w+)\"?(?:: | = |=)(?:\"([^\"]*)\"|(\\S+))");
  private static final String CUT_RECEIPT =
      "grep -i '^dukou-receipt' head.txt | cut -d' ' -f2 > receipt.txt";

  private final Map<String, String> variables = new TreeMap<>();
  private final List<Integer> statuses = new ArrayList<>();

  @TempDir private Path folder;
  private Demo demo;
  private String explained;

  @BeforeEach
  void play() throws IOException {
    demo = Demo.start();
    StringWriter told = new StringWriter();
    demo.play(new PrintWriter(told));
    demo.explain(new PrintWriter(told));
    explained = told.toString();
    variables.put("GATEWAY", found("(http://[0-9.:]+)/lc-rws-014"));
  }

  @AfterEach
  void close() throws IOException {
    demo.close();
  }

  @Test
  void commandsOfTheDemonstration_doWhatTheySay() throws Exception {
    runAll(explained);
    assertThat(statuses).containsExactly(200, 0, 200, 200, 200, 422, 0, 200);
  }

  @Test
  void commandsOfTheReadme_doWhatTheySay() throws Exception {
    variables.put("TOKEN", found("TOKEN=(\\S+)"));
    variables.put("VKEY", found("VKEY='([^']+)'"));
    runAll(forStatisticians());
    assertThat(statuses).containsExactly(200, 200, 200, 200, 0);
    assertThat(explained).contains(CUT_RECEIPT);
  }

  /** The parameters that the clients in R and Python are given, and what the text says to ask. */
  @Test
  void filtersOfTheReadme_areServedOrRefusedAsItSays() throws Exception {
    variables.put("TOKEN", found("TOKEN=(\\S+)"));
    String text = forStatisticians();
    assertThat(asked(text, "req_url_query\\((.*)\\) \\|>")).isEqualTo(200);
    assertThat(asked(text, "params=\\{(.*?)}")).isEqualTo(200);
    assertThat(asked(text, "urlencode\\(\\{(.*?)}\\)")).isEqualTo(200);
    assertThat(asked(text, "\\(`([^`]*)`, not `")).isEqualTo(200);
    assertThat(asked(text, ", not `([^`]*)`\\)")).isEqualTo(422);
  }

  private static String forStatisticians() throws IOException {
    String readme = Files.readString(README);
    return readme.substring(readme.indexOf("## For a statistician"), readme.indexOf("## Commands"));
  }

  /** Asks with the parameters that {@code pattern} finds, and returns the status. */
  private int asked(String text, String pattern) throws Exception {
    Matcher example = Pattern.compile(pattern).matcher(text);
    assertThat(example.find()).as(pattern).isTrue();
    List<String> curl = new ArrayList<>(List.of("curl", "-G", "-H"));
    curl.add("Authorization: Bearer " + variables.get("TOKEN"));
    Matcher parameter = PARAMETER.matcher(example.group(1));
    while (parameter.find()) {
      String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
      curl.addAll(List.of("--data-urlencode", parameter.group(1) + "=" + value));
    }
    assertThat(curl).as(example.group(1)).contains("--data-urlencode");
    curl.add(variables.get("GATEWAY") + "/lc-rws-014/demographics");
    return curl(curl);
  }

  private void runAll(String text) throws Exception {
    Matcher command = COMMAND.matcher(text);
    while (command.find()) {
      run(command.group(1));
    }
  }

  private void run(String line) throws Exception {
    if (line.equals(CUT_RECEIPT)) {
      cutReceipt();
      return;
    }
    List<String> words = words(line);
    switch (words.get(0)) {
      case "export" -> export(words.get(1));
      case "curl" -> statuses.add(curl(words));
      default -> statuses.add(dukou(words.subList(1, words.size())));
    }
  }

  private void export(String assignment) {
    int equals = assignment.indexOf('=');
    variables.put(
        assignment.substring(0, equals), assignment.substring(equals + 1).replace("'", ""));
  }

  /** Does what curl does with the few options that the documents use. */
  private int curl(List<String> words) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder().version(HttpClient.Version.HTTP_1_1);
    Path body = null;
    Path head = null;
    String url = "";
    List<String> query = new ArrayList<>();
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-s", "-G", "-sG" -> {}
        case "-d" -> query.add(words.get(++i));
        case "--data-urlencode" -> query.add(encoded(words.get(++i)));
        case "-D", "-sD" -> head = folder.resolve(words.get(++i));
        case "-o" -> body = folder.resolve(words.get(++i));
        case "-H" ->
            request.header(words.get(++i).split(": ", -1)[0], words.get(i).split(": ", -1)[1]);
        default -> url = words.get(i);
      }
    }
    request.uri(URI.create(query.isEmpty() ? url : url + "?" + String.join("&", query)));
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (body != null && head != null) {
      Files.write(body, answer.body());
      StringBuilder fields = new StringBuilder("HTTP/1.1 200 OK\r\n");
      answer
          .headers()
          .map()
          .forEach((name, value) -> fields.append(name + ": " + value.get(0) + "\r\n"));
      Files.writeString(head, fields);
    }
    return answer.statusCode();
  }

  private static String encoded(String parameter) {
    int equals = parameter.indexOf('=');
    return parameter.substring(0, equals + 1)
        + URLEncoder.encode(parameter.substring(equals + 1), StandardCharsets.UTF_8);
  }

  private void cutReceipt() throws IOException {
    String receipt =
        Files.readString(folder.resolve("head.txt"))
            .lines()
            .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("dukou-receipt"))
            .map(line -> line.split(" ", -1)[1] + "\r\n")
            .findFirst()
            .orElseThrow();
    Files.writeString(folder.resolve("receipt.txt"), receipt);
  }

  private int dukou(List<String> words) {
    CommandRun run =
        CommandRun.of(
            words.stream()
                .map(word -> word.matches("\\w+\\.\\w+") ? folder.resolve(word).toString() : word)
                .toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    return run.status();
  }

  /** Splits a line as a shell does, quotes and variables included. */
  private List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      String text = word.group(2) != null ? word.group(2) : word.group().replace("\"", "");
      for (Map.Entry<String, String> variable : variables.entrySet()) {
        text = text.replace("$" + variable.getKey(), variable.getValue());
      }
      words.add(text);
    }
    return words;
  }

  private String found(String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(explained);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }
}
