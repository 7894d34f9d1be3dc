package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.harrel.jsonschema.ValidatorFactory;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LeafTest {
  private static final String HASH = "ab".repeat(32);

  /** A leaf with every value present. */
  private static final String FULL =
      "{\"at\":\"2026-03-01T04:00:00.000Z\",\"chunkRoot\":\"HASH\",\"dataset\":\"adsl\","
          + "\"decision\":{\"outcome\":\"allow\"},\"digests\":{\"sha-256\":\"HASH\"},"
          + "\"domestic\":\"HASH\",\"kind\":\"release\",\"length\":70000,\"policy\":\"rev-7\",\"previous\":3,"
          + "\"purpose\":\"review\",\"recipient\":\"acme\",\"study\":\"LC\",\"v\":1}";

  @Test
  void the_canonical_form_is_read() {
    Leaf leaf = parse(FULL);
    assertThat(leaf.kind()).isEqualTo(LeafKind.RELEASE);
    assertThat(leaf.at()).isEqualTo(Instant.parse("2026-03-01T04:00:00Z"));
    assertThat(leaf.previous()).isEqualTo(3);
    assertThat(leaf.digests()).containsExactly(Map.entry("sha-256", HASH));
    assertThat(leaf.domestic()).isEqualTo(HASH);
  }

  @ParameterizedTest
  @EnumSource(LeafKind.class)
  void what_the_log_writes_is_read_back_and_follows_the_schema(LeafKind kind) throws IOException {
    LeafDraft draft =
        new LeafDraft(
            kind,
            Fixture.NOON,
            null,
            null,
            null,
            null,
            Fixture.decision(1),
            null,
            Map.of(),
            null,
            null);
    DomesticSeal seal = new DomesticSeal(Fixture.DOMESTIC_KEY);
    byte[] bytes =
        PreparedEntry.prepare(
                draft, DomesticPart.empty(), seal, Fixture.random(5), UnlessReleased.NEVER)
            .leaf(null);
    assertThat(Leaf.parse(bytes).kind()).isEqualTo(kind);
    assertThat(schemaAccepts(new String(bytes, UTF_8))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"v\":1 | \"v\":2",
        "\"v\":1 | \"v\":\"1\"",
        "\"v\":1 | \"v\":1,\"w\":1",
        ",\"v\":1 | ''",
        "\"release\" | \"RELEASE\"",
        "\"release\" | null",
        "04:00:00.000Z | 04:00:00Z",
        "04:00:00.000Z | 04:00:00.000+00:00",
        "04:00:00.000Z | 24:00:00.000Z",
        "2026-03-01 | 2026-02-30",
        "\"previous\":3 | \"previous\":-1",
        "\"previous\":3 | \"previous\":\"3\"",
        "\"previous\":3 | \"previous\":1.5",
        "\"recipient\":\"acme\" | \"recipient\":5",
        "{\"outcome\":\"allow\"} | []",
        "{\"outcome\":\"allow\"} | null",
        "\"chunkRoot\":\"a | \"chunkRoot\":\"A",
        "\"chunkRoot\":\"a | \"chunkRoot\":\"",
        "\"length\":70000 | \"length\":null",
        "\"length\":70000 | \"length\":-1",
        "\"length\":70000 | \"length\":7.5",
        "\"length\":70000 | \"length\":\"7\"",
        "\"length\":70000 | \"length\":9007199254740992",
        "\"chunkRoot\":\"HASH\" | \"chunkRoot\":null",
        "\"domestic\":\"a | \"domestic\":\"g",
        "\"sha-256\":\" | \"SHA-256\":\"",
        "\"sha-256\":\" | \"sha-256\":\"0",
      })
  void parser_and_schema_refuse_alike(String part, String instead) throws IOException {
    String changed = full().replace(part.replace("HASH", HASH), instead);
    assertThat(changed).isNotEqualTo(full());
    refuses(changed);
    boolean dateBeyondPattern = instead.startsWith("2026-02-30") || instead.startsWith("24:");
    assertThat(schemaAccepts(changed)).isEqualTo(dateBeyondPattern);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"v\":1 | \"v\": 1",
        "\"v\":1 | \"v\":1.0",
        "\"previous\":3 | \"previous\":3e0",
        "\"adsl\" | \"\\u0061dsl\"",
        "\"study\":\"LC\",\"v\":1 | \"v\":1,\"study\":\"LC\"",
        "\"study\":\"LC\" | \"study\":\"LC\",\"study\":\"LC\"",
      })
  void the_same_content_in_another_spelling_is_refused(String part, String instead) {
    String changed = full().replace(part, instead);
    assertThat(changed).isNotEqualTo(full());
    refuses(changed);
  }

  @Test
  void previous_without_recipient_is_refused() {
    refuses(full().replace("\"acme\"", "null"));
  }

  @Test
  void something_else_altogether_is_refused() {
    refuses("");
    refuses("[]");
    refuses("null");
    refuses(full() + "\n");
    refuses("{\"a\":\"" + "x".repeat(65_535) + "\"}");
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Leaf.parse(new byte[] {(byte) 0xff}));
  }

  @Test
  void no_byte_can_be_changed_without_notice_or_consequence() {
    byte[] bytes = full().getBytes(UTF_8);
    Leaf original = Leaf.parse(bytes);
    Random random = new Random(11);
    for (int at = 0; at < bytes.length; at++) {
      byte[] changed = bytes.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(Leaf.parse(changed)).as("byte %d", at).isNotEqualTo(original);
      } catch (MalformedException e) {
        assertThat(e).hasMessageContaining("leaf");
      }
    }
  }

  @Test
  void a_draft_that_no_leaf_can_be_is_refused_at_once() {
    refusesDraft(Fixture.NOON, Map.of("sha-256", "AB"));
    refusesDraft(Fixture.NOON, Map.of("SHA 256", HASH));
    refusesDraft(Instant.MAX, Map.of());
    assertThatExceptionOfType(EntryRefusedException.class)
        .isThrownBy(
            () ->
                new LeafDraft(
                    LeafKind.START,
                    Fixture.NOON,
                    null,
                    null,
                    null,
                    null,
                    JsonNodeFactory.instance.arrayNode(),
                    null,
                    Map.of(),
                    null,
                    null));
  }

  private static void refusesDraft(Instant at, Map<String, String> digests) {
    assertThatExceptionOfType(EntryRefusedException.class)
        .isThrownBy(
            () ->
                new LeafDraft(
                    LeafKind.START,
                    at,
                    null,
                    null,
                    null,
                    null,
                    Fixture.decision(0),
                    null,
                    digests,
                    null,
                    null));
  }

  private static String full() {
    return FULL.replace("HASH", HASH);
  }

  private static Leaf parse(String json) {
    return Leaf.parse(json.replace("HASH", HASH).getBytes(UTF_8));
  }

  private static void refuses(String json) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Leaf.parse(json.getBytes(UTF_8)))
        .withMessageContaining("leaf");
  }

  private static boolean schemaAccepts(String json) throws IOException {
    try (InputStream schema = LeafTest.class.getResourceAsStream("leaf.schema.json")) {
      String text = new String(schema.readAllBytes(), UTF_8);
      return new ValidatorFactory().validate(text, json).isValid();
    }
  }
}
