package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.gateway.config.Loopback;
import io.dukou.policies.Decision;
import io.dukou.policies.EmbeddedPolicyEngine;
import io.dukou.policies.EntryPoint;
import io.dukou.policies.InvalidPolicyInputException;
import io.dukou.policies.OpaPolicyEngine;
import io.dukou.policies.PolicyEngine;
import io.dukou.policies.PolicyInput;
import io.dukou.policies.PolicyUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dukou policy eval}: decides about one input and prints the decision as JSON. */
@Command(
    name = "eval",
    description = {
      "Decide about one input and print the decision as JSON.",
      "Exits with 0 when it may leave, and 1 when it may not, or not without an approval."
    })
final class PolicyEvalCommand implements Callable<Integer> {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final long LONGEST_INPUT = 16 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "F",
      description = "The facts as JSON; docs/policy-input.md describes them.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path input;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description = "Decide as of this time (RFC 3339) instead of the event's own.")
  private @Nullable String asOf;

  @Option(
      names = "--entry-point",
      paramLabel = "NAME",
      description =
          "request or release; by default release when the input describes one, else request.")
  private @Nullable String entryPoint;

  @Option(
      names = "--engine",
      defaultValue = "embedded",
      paramLabel = "NAME",
      description = "embedded or opa (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option has a default
  private String engine;

  @Option(names = "--opa-url", paramLabel = "U", description = "The OPA server, with --engine opa.")
  private @Nullable URI opaUrl;

  @Override
  public Integer call() {
    ObjectNode facts = facts();
    PolicyInput prepared = prepared(facts);
    Decision decision = decide(entryPoint(facts), prepared);
    spec.commandLine().getOut().println(decision.canonicalJson());
    spec.commandLine().getOut().flush();
    return (decision.refuses() ? ExitCode.REFUSED : ExitCode.OK).status();
  }

  private ObjectNode facts() {
    try {
      if (!Files.isRegularFile(input) || Files.size(input) > LONGEST_INPUT) {
        throw new CommandException(ExitCode.BAD_INPUT, input + ": no such file, or too long");
      }
      JsonNode tree = JSON.readTree(text());
      if (!(tree instanceof ObjectNode facts)) {
        throw new CommandException(ExitCode.BAD_INPUT, input + ": not a JSON object");
      }
      if (facts.has("changes") && facts.has("expect")) {
        throw new CommandException(
            ExitCode.BAD_INPUT,
            input
                + ": a sample of a rule, which holds changes to samples/base.json; write out the"
                + " input that they give");
      }
      return asOf == null ? facts : asOf(facts, asOf);
    } catch (JsonProcessingException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, input + place(e) + ": " + FileTrouble.ofJson(e), e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "cannot read " + input + ": " + FileTrouble.of(e), e);
    }
  }

  /** Returns the input, which is UTF-8 and nothing else that a parser might take it for. */
  private String text() throws IOException {
    try {
      String text =
          UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(input))).toString();
      if (text.startsWith("\uFEFF") || text.indexOf('\0') >= 0) {
        throw new CharacterCodingException();
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          input + ": not plain UTF-8; save it as UTF-8 without a byte order mark",
          e);
    }
  }

  /** Returns line and column; nothing where the parser gave up over a limit and names no place. */
  private static String place(JsonProcessingException failure) {
    JsonLocation place = failure.getLocation();
    return place == null ? "" : ":" + place.getLineNr() + ":" + place.getColumnNr();
  }

  private ObjectNode asOf(ObjectNode facts, String time) {
    JsonNode event = facts.path("event");
    if (!event.isMissingNode() && !event.isObject()) {
      throw new CommandException(ExitCode.BAD_INPUT, input + ": the event is no object");
    }
    try {
      facts.withObject("/event").put("time", OffsetDateTime.parse(time).toInstant().toString());
      return facts;
    } catch (DateTimeParseException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--as-of: write a time such as 2026-11-20T10:30:00+08:00", e);
    }
  }

  private PolicyInput prepared(ObjectNode facts) {
    try {
      return PolicyInput.of(facts);
    } catch (InvalidPolicyInputException e) {
      throw new CommandException(ExitCode.BAD_INPUT, input + ": " + e.getMessage(), e);
    }
  }

  private EntryPoint entryPoint(ObjectNode facts) {
    if (entryPoint == null) {
      return facts.path("release").isObject() ? EntryPoint.RELEASE : EntryPoint.REQUEST;
    }
    return switch (entryPoint) {
      case "request" -> EntryPoint.REQUEST;
      case "release" -> EntryPoint.RELEASE;
      default ->
          throw new ParameterException(
              spec.commandLine(), "--entry-point is request or release, not " + entryPoint);
    };
  }

  private Decision decide(EntryPoint asked, PolicyInput prepared) {
    try (PolicyEngine deciding = engine()) {
      return deciding.evaluate(asked, prepared).toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PolicyUnavailableException unavailable) {
        throw new CommandException(
            ExitCode.REFUSED, "no decision, so refused: " + unavailable.getMessage(), unavailable);
      }
      throw e;
    }
  }

  private PolicyEngine engine() {
    return switch (engine) {
      case "embedded" -> EmbeddedPolicyEngine.start(Runnable::run, 1, DEADLINE);
      case "opa" -> OpaPolicyEngine.over(new OpaConnection(opaUrl()), DEADLINE);
      default ->
          throw new ParameterException(
              spec.commandLine(), "--engine is embedded or opa, not " + engine);
    };
  }

  private static boolean isPlainAddress(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    return (scheme.equals("http") || scheme.equals("https")) && url.getUserInfo() == null;
  }

  private URI opaUrl() {
    if (opaUrl == null || opaUrl.getHost() == null || !isPlainAddress(opaUrl)) {
      throw new ParameterException(
          spec.commandLine(), "--engine opa needs --opa-url, such as http://127.0.0.1:8181");
    }
    if (!Loopback.protectedOrLocal(opaUrl)) {
      throw new ParameterException(
          spec.commandLine(), "--opa-url: plain http leaves this machine: use https");
    }
    return opaUrl;
  }
}
