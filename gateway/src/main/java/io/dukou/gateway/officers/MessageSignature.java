package io.dukou.gateway.officers;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.LogKeys;
import io.dukou.audit.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A signature of an HTTP request after RFC 9421 (HTTP Message Signatures), with Ed25519. One
 * signature in a request, in the canonical form of RFC 8941; components without parameters: the
 * derived ones {@code @method}, {@code @authority}, {@code @path} and header fields. Immutable.
 */
final class MessageSignature {
  /** The header with components and parameters. */
  static final String INPUT_HEADER = "signature-input";

  /** The header with the signature. */
  static final String HEADER = "signature";

  /** The header with the digest of the body, after RFC 9530. */
  static final String DIGEST_HEADER = "content-digest";

  /** What an officer's request has signed. */
  static final List<String> COMPONENTS = List.of("@method", "@authority", "@path", DIGEST_HEADER);

  private static final Set<String> NUMBERS = Set.of("created", "expires");
  private static final int LONGEST = 2_048;
  private static final int MOST_COMPONENTS = 16;
  private static final String LABEL = "[a-z*][a-z0-9_.*-]{0,31}";
  private static final String NAME = "\"(@?[a-z0-9-]{1,64})\"";
  private static final String PARAMETER =
      ";([a-z*][a-z0-9_.*-]{0,31})=(\"[ !#-\\[\\]-~]*\"|[0-9]{1,15})";
  private static final Pattern INPUT =
      Pattern.compile(
          "(%s)=(\\((%s(?: %s){0,%d})\\)((?:%s){0,16}))"
              .formatted(LABEL, plain(NAME), plain(NAME), MOST_COMPONENTS - 1, plain(PARAMETER)));
  private static final Pattern ONE_NAME = Pattern.compile(NAME);
  private static final Pattern ONE_PARAMETER = Pattern.compile(PARAMETER);
  private static final Pattern VALUE = Pattern.compile("(" + LABEL + ")=:([A-Za-z0-9+/=]{1,200}):");

  private final String inputs;
  private final List<String> components;
  private final Map<String, String> parameters;
  private final byte[] signature;

  private MessageSignature(
      String inputs, List<String> components, Map<String, String> parameters, byte[] signature) {
    this.inputs = inputs;
    this.components = List.copyOf(components);
    this.parameters = Map.copyOf(parameters);
    this.signature = signature;
  }

  private static String plain(String groups) {
    return groups.replaceAll("(?<!\\\\)\\((?!\\?)", "(?:");
  }

  /**
   * Reads the two headers.
   *
   * @throws DeskRefusal if they are missing or not of that form
   */
  static MessageSignature parse(@Nullable String input, @Nullable String signature) {
    if (input == null || signature == null) {
      throw refused("the request is not signed: send Signature-Input and Signature (RFC 9421)");
    }
    Matcher inputs = INPUT.matcher(input.length() > LONGEST ? "" : input);
    Matcher value = VALUE.matcher(signature.length() > LONGEST ? "" : signature);
    if (!inputs.matches() || !value.matches() || !inputs.group(1).equals(value.group(1))) {
      throw refused(
          "Signature-Input and Signature have one signature in canonical form, with one label");
    }
    List<String> components = new ArrayList<>();
    Matcher names = ONE_NAME.matcher(inputs.group(3));
    while (names.find()) {
      components.add(names.group(1));
    }
    Map<String, String> parameters = new HashMap<>();
    Matcher each = ONE_PARAMETER.matcher(inputs.group(4));
    while (each.find()) {
      boolean isNumber = !each.group(2).startsWith("\"");
      if (isNumber != NUMBERS.contains(each.group(1))) {
        throw refused("Signature-Input has a text for a number, or a number for a text");
      }
      if (parameters.put(each.group(1), each.group(2).replace("\"", "")) != null) {
        throw refused("Signature-Input says one parameter twice");
      }
    }
    if (new HashSet<>(components).size() != components.size()) {
      throw refused("Signature-Input names one component twice");
    }
    return new MessageSignature(inputs.group(2), components, parameters, bytes(value.group(2)));
  }

  /** Returns the value of a parameter, without quotes; null if it is not there. */
  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /** Returns which components are signed. */
  Set<String> components() {
    return Set.copyOf(components);
  }

  /**
   * Tells whether the signature is of a request and by a key.
   *
   * @param value returns the value of a component; null if the request does not have it
   */
  boolean verifies(Function<String, @Nullable String> value, VerifierKey key) {
    StringBuilder base = new StringBuilder();
    for (String component : components) {
      String found = value.apply(component);
      if (found == null) {
        return false;
      }
      line(base, component, found).append('\n');
    }
    line(base, "@signature-params", inputs);
    return key.verifies(base.toString(), signature);
  }

  /**
   * Signs a request.
   *
   * @param key the officer's key
   * @param nonce what the gateway gave
   * @param value returns the value of each of {@link #COMPONENTS}
   * @return the two headers by their names
   */
  static Map<String, String> sign(LogKeys key, String nonce, Function<String, String> value) {
    StringBuilder inputs = new StringBuilder("(");
    StringBuilder base = new StringBuilder();
    for (String component : COMPONENTS) {
      inputs.append(inputs.length() > 1 ? " " : "").append('"').append(component).append('"');
      line(base, component, requireNonNull(value.apply(component), component)).append('\n');
    }
    inputs.append(");alg=\"ed25519\";keyid=\"").append(key.vkey().name());
    inputs.append("\";nonce=\"").append(nonce).append('"');
    line(base, "@signature-params", inputs.toString());
    String signature = Base64.getEncoder().encodeToString(key.signature(base.toString()));
    return Map.of(INPUT_HEADER, "officer=" + inputs, HEADER, "officer=:" + signature + ":");
  }

  /** Returns the value of {@code Content-Digest} for a body. */
  static String digest(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Tells whether a {@code Content-Digest} is of a body. */
  static boolean isDigestOf(String digest, byte[] body) {
    return MessageDigest.isEqual(
        digest.getBytes(StandardCharsets.UTF_8), digest(body).getBytes(StandardCharsets.UTF_8));
  }

  private static StringBuilder line(StringBuilder base, String name, String value) {
    return base.append('"').append(name).append("\": ").append(value);
  }

  private static byte[] bytes(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      String again = Base64.getEncoder().encodeToString(bytes);
      return again.equals(base64) ? bytes : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0]; // verifies nothing
    }
  }

  private static DeskRefusal refused(String message) {
    return new DeskRefusal(DeskRefusal.Kind.UNKNOWN_OFFICER, message);
  }

  /** Returns which components and parameters are signed. */
  @Override
  public String toString() {
    return "MessageSignature[" + Arrays.toString(components.toArray()) + "]";
  }
}
