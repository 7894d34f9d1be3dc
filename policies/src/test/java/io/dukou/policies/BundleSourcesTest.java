package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Fails when a rule was changed and the committed bundle was not built again. */
final class BundleSourcesTest {
  private static final Path SOURCES = Tree.MODULE.resolve("src/main/rego");
  private static final Pattern SOURCE =
      Pattern.compile("(.*/)?(data\\.json|\\.manifest|(?!.*_test\\.rego$).*\\.rego)");

  @Test
  void committedBundle_isBuiltFromTheSources() throws IOException {
    assertThat(PolicyBundle.load().revision())
        .as("revision of the committed bundle; make policies builds it again")
        .isEqualTo(revision());
  }

  @Test
  void committedBundle_hasTheDigestsOfItsManifest() {
    JsonNode manifest = Resources.json("bundle/manifest.json");
    assertThat(Sha256.hex(Resources.bytes("bundle/policy.wasm")))
        .isEqualTo(manifest.path("policy_wasm_sha256").asText());
    assertThat(Sha256.hex(Resources.bytes("bundle/data.json")))
        .isEqualTo(manifest.path("data_json_sha256").asText());
  }

  @Test
  void bundleRoot_holdsNothingButRegoDataAndManifest() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      assertThat(files.filter(Files::isRegularFile).map(SOURCES::relativize).map(Path::toString))
          .allMatch(
              name -> name.endsWith(".rego") || name.matches("(.*/)?data\\.json|\\.manifest"));
    }
  }

  @Test
  void packageOfEachFile_isItsFolder() throws IOException {
    for (Path file : regoFiles()) {
      Path folder = SOURCES.relativize(file).getParent();
      String packageName = folder.toString().replace('/', '.');
      String declared =
          Tree.text(file)
              .lines()
              .filter(line -> line.startsWith("package "))
              .findFirst()
              .orElseThrow()
              .substring("package ".length())
              .replaceAll("\\[\"([^\"]*)\"]", ".$1");
      assertThat(declared).as(file.toString()).isIn(packageName, packageName + "_test");
    }
  }

  /** The revision as policies/bin/build-bundle computes it. */
  private static String revision() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : sources()) {
      String name = SOURCES.relativize(file).toString().replace('\\', '/');
      lines.add(name + "\n" + Sha256.hex(Files.readAllBytes(file)) + "  " + name + "\n");
    }
    Collections.sort(lines);
    StringBuilder list = new StringBuilder();
    lines.forEach(line -> list.append(line.substring(line.indexOf('\n') + 1)));
    return Sha256.hex(list.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> SOURCE.matcher(SOURCES.relativize(f).toString()).matches())
          .toList();
    }
  }

  private static List<Path> regoFiles() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(f -> f.toString().endsWith(".rego")).toList();
    }
  }
}
