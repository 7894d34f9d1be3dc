package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Twenty subjects with names and notes in a folder, and plans of them, also edited ones.
 *
 * <p>Plan files are edited as text by what the documentation says of them, without any code of this
 * project.
 */
final class StudyOfTwenty {
  private static final String SPEC =
      """
      subject: id
      attributes:
        id: {role: direct-identifier}
        name: {role: direct-identifier}
        zip: {role: quasi-identifier, hierarchy: {redact: {from: right}}}
        age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, factors: [2]}}}
        arm: {role: sensitive}
        note: {role: free-text}
      models:
        - {type: k-anonymity, k: 3}
        - {type: distinct-l-diversity, attribute: arm, l: 2}
      suppressionLimit: 0.5
      """;

  private final Path folder;

  /** Writes {@code data.csv} and {@code spec.yaml} into a folder. */
  StudyOfTwenty(Path folder) throws IOException {
    this.folder = folder;
    StringBuilder rows = new StringBuilder("id,name,zip,age,arm,note\n");
    for (int i = 0; i < 20; i++) {
      rows.append(
          "S-%05d,Canary Name%d,1000%d,%d,x%d,secret %d%n"
              .formatted(i, i, i % 3, 30 + i, i % 4, i));
    }
    Files.writeString(file("data.csv"), rows.toString().replace("\r\n", "\n"));
    Files.writeString(file("spec.yaml"), SPEC);
  }

  /** Returns a file of the folder. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Runs a command; each argument that starts with {@code ./} is a file of the folder. */
  CommandRun run(String... arguments) {
    List<String> resolved = new ArrayList<>();
    for (String argument : arguments) {
      resolved.add(argument.startsWith("./") ? folder + argument.substring(1) : argument);
    }
    return CommandRun.of(resolved.toArray(new String[0]));
  }

  /** Plans into {@code plan.json}, with {@code plan.json.key}. */
  CommandRun plan() {
    return run("plan", "--data", "./data.csv", "--spec", "./spec.yaml", "--out", "./plan.json");
  }

  /** Applies a plan with the key of {@code plan.json} and writes {@code out.csv}. */
  CommandRun protect(String plan) {
    return run(
        "protect",
        "--plan",
        plan,
        "--key",
        "./plan.json.key",
        "--data",
        "./data.csv",
        "--out",
        "./out.csv");
  }

  /** Edits {@code plan.json}, makes its digest anew and leaves its seal. */
  void editPlan(UnaryOperator<String> edit) throws IOException {
    String plan = Files.readString(file("plan.json"));
    String seal = plan.replaceFirst(".*\"seal\":\"([^\"]*)\"}", "$1");
    writePlan(edit.apply(content(plan)), seal);
  }

  /** Returns what the digest of a plan file covers. */
  static String content(String plan) {
    return plan.replaceFirst(",\"planId\":\"[^\"]*\",\"seal\":\"[^\"]*\"", "");
  }

  /** Writes {@code plan.json} with the digest and the seal of its key, as its owner could. */
  void writeSealedPlan(String content) throws IOException {
    byte[] key = HexFormat.of().parseHex(Files.readString(file("plan.json.key")).strip());
    byte[] sealKey = hmac(key, "dukou plan seal 1");
    writePlan(content, "hmac-sha256:" + HexFormat.of().formatHex(hmac(sealKey, planId(content))));
  }

  private void writePlan(String content, String seal) throws IOException {
    Files.writeString(
        file("plan.json"),
        "%s,\"planId\":\"%s\",\"seal\":\"%s\"}"
            .formatted(content.substring(0, content.length() - 1), planId(content), seal));
  }

  private static String planId(String content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
