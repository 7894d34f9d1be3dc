package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Chromium without a window, spoken to over its DevTools protocol. Notes every request, console
 * line and exception of its one page. For one thread.
 */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LISTENING = "DevTools listening on ";
  private static final int SECONDS = 60;
  private static final List<String> NAMES =
      List.of("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome");

  private final Process process;
  private final Session session = new Session();
  private final WebSocket socket;

  private Browser(Process process, URI page) {
    this.process = process;
    this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, session).join();
  }

  /** Starts a browser; skips the test where there is none. */
  static Browser start(Path profile) throws IOException, InterruptedException {
    Path program = program();
    assumeTrue(program != null, "SKIPPED: no Chromium on the path, nor by -Ddukou.chromium");
    List<String> command = new ArrayList<>(List.of(String.valueOf(program), "--headless"));
    if (isSuperuser()) {
      command.add("--no-sandbox"); // Chromium refuses to run as root with it
    }
    command.addAll(
        List.of(
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank"));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    Browser browser = new Browser(process, page(address(process)));
    for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
      browser.send(domain + ".enable", Map.of());
    }
    return browser;
  }

  private static Path program() {
    String declared = System.getProperty("dukou.chromium");
    if (declared != null) {
      return Path.of(declared);
    }
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  private static boolean isSuperuser() {
    return System.getProperty("user.name").equals("root");
  }

  /** Reads what the browser says until it names its address, and lets the rest go. */
  private static URI address(Process process) throws IOException {
    BufferedReader lines = process.errorReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(LISTENING)) {
        Thread rest = new Thread(() -> lines.lines().forEach(ignored -> {}), "browser-output");
        rest.setDaemon(true);
        rest.start();
        return URI.create(line.substring(LISTENING.length()).strip());
      }
    }
    throw new IOException("the browser ended before it listened");
  }

  /** Returns the address of the one page. */
  private static URI page(URI browser) throws IOException, InterruptedException {
    URI list = URI.create("http://" + browser.getAuthority() + "/json/list");
    String pages =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString(UTF_8))
            .body();
    for (JsonNode page : JSON.readTree(pages)) {
      if (page.get("type").asText().equals("page")) {
        return URI.create(page.get("webSocketDebuggerUrl").asText());
      }
    }
    throw new IOException("the browser has no page");
  }

  /** Opens a file and waits until it is loaded. */
  void open(Path file) {
    CompletableFuture<JsonNode> loaded = session.next("Page.loadEventFired");
    send("Page.navigate", Map.of("url", file.toUri().toString()));
    loaded.orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  /** Makes the page this wide, in points. */
  void resize(int width) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Asks for light or dark colours. */
  void prefer(String scheme) {
    Map<String, Object> feature = Map.of("name", "prefers-color-scheme", "value", scheme);
    send("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** Evaluates an expression in the page and returns its value, or what its promise comes to. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(answer.get("exceptionDetails").toString());
    }
    return answer.get("result").path("value");
  }

  /** Returns the addresses that were asked for. */
  List<String> requests() {
    return session.events("Network.requestWillBeSent").stream()
        .map(event -> event.get("request").get("url").asText())
        .toList();
  }

  /** Returns what was written to the console or thrown. */
  List<JsonNode> complaints() {
    return Stream.of("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
        .flatMap(kind -> session.events(kind).stream())
        .toList();
  }

  private JsonNode send(String method, Map<String, Object> parameters) {
    int id = session.nextId();
    CompletableFuture<JsonNode> answer = session.answerTo(id);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    JsonNode found = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    if (found.has("error")) {
      throw new AssertionError(method + ": " + found.get("error"));
    }
    return found.get("result");
  }

  @Override
  public void close() {
    send("Browser.close", Map.of());
    socket.abort();
    process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  /** Sorts what the browser sends into answers and events. */
  private static final class Session implements WebSocket.Listener {
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int ids;

    int nextId() {
      return ++ids;
    }

    CompletableFuture<JsonNode> answerTo(int id) {
      return answers.computeIfAbsent(id, unseen -> new CompletableFuture<>());
    }

    CompletableFuture<JsonNode> next(String event) {
      CompletableFuture<JsonNode> next = new CompletableFuture<>();
      awaited.put(event, next);
      return next;
    }

    List<JsonNode> events(String method) {
      return events.stream()
          .filter(event -> event.get("method").asText().equals(method))
          .map(event -> event.get("params"))
          .toList();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        receive(message);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void receive(String message) {
      JsonNode json = tree(message);
      if (json.has("id")) {
        answerTo(json.get("id").asInt()).complete(json);
        return;
      }
      events.add(json);
      CompletableFuture<JsonNode> waiting = awaited.remove(json.get("method").asText());
      if (waiting != null) {
        waiting.complete(json);
      }
    }

    private static JsonNode tree(String message) {
      try {
        return JSON.readTree(message);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
