package io.dukou.gateway.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.release.OrderKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything from which protected tables that were made together, often one alone, are made again,
 * byte for byte; but for the pseudonyms of subjects, which {@link SubjectKeyStore} has. It holds
 * keys and subjects and lies encrypted in China.
 *
 * @param index index of the tables' entry
 * @param cuts numbers of the data cuts, in the order of the set
 * @param setDigest digest of all the tables depend on beside the cuts
 * @param madeAt when it was made
 * @param group the recipients it was made for
 * @param uses recipients and purposes that every subject's consent covered
 * @param plan the release plan
 * @param planKey the key of the plan's classes
 * @param orderKeys the key of the rows' order of each table, in the order of the set
 * @param excluded subjects left out before planning
 * @param withheld subjects held back because of what was given earlier
 * @param content digest of what the tables release, by which they are known again
 */
record StoredTable(
    long index,
    List<Long> cuts,
    String setDigest,
    Instant madeAt,
    SortedSet<String> group,
    Set<TableRequest.Use> uses,
    SetPlan plan,
    PlanKey planKey,
    List<OrderKey> orderKeys,
    Set<String> excluded,
    Set<String> withheld,
    String content) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the collections. */
  StoredTable {
    cuts = List.copyOf(cuts);
    orderKeys = List.copyOf(orderKeys);
    group = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(group));
    uses = Set.copyOf(uses);
    excluded = Set.copyOf(excluded);
    withheld = Set.copyOf(withheld);
  }

  /** Returns the text form. */
  byte[] toBytes() throws IOException {
    ObjectNode json =
        JSON.createObjectNode()
            .put("index", index)
            .put("routeDigest", setDigest)
            .put("madeAt", madeAt.toString())
            .put("plan", plan.toJson())
            .put("planKey", base64(planKey.secret()))
            .put("content", content);
    cuts.forEach(json.putArray("cuts")::add);
    ArrayNode orders = json.putArray("orderKeys");
    orderKeys.forEach(key -> orders.add(base64(key.exportSecret())));
    group.forEach(json.putArray("group")::add);
    excluded.forEach(json.putArray("excluded")::add);
    withheld.forEach(json.putArray("withheld")::add);
    ArrayNode written = json.putArray("uses");
    uses.forEach(
        use -> written.addObject().put("recipient", use.recipient()).put("purpose", use.purpose()));
    return JSON.writeValueAsBytes(json);
  }

  /** Reads the text form. */
  static StoredTable of(byte[] bytes) throws IOException {
    JsonNode json = JSON.readTree(bytes);
    PlanKey planKey = PlanKey.of(bytes(json.path("planKey")));
    Set<TableRequest.Use> uses = new LinkedHashSet<>();
    json.path("uses")
        .forEach(
            use ->
                uses.add(
                    new TableRequest.Use(
                        use.path("recipient").textValue(), use.path("purpose").textValue())));
    return new StoredTable(
        json.path("index").longValue(),
        cuts(json),
        json.path("routeDigest").textValue(),
        Instant.parse(json.path("madeAt").textValue()),
        new TreeSet<>(texts(json.path("group"))),
        uses,
        SetPlan.read(json.path("plan").textValue(), planKey),
        planKey,
        orderKeys(json),
        texts(json.path("excluded")),
        texts(json.path("withheld")),
        json.path("content").asText());
  }

  /** Returns a text that names no subject and no key. */
  @Override
  public String toString() {
    return "StoredTable[entry " + index + "]";
  }

  /** Tables used to be kept one by one. */
  private static List<Long> cuts(JsonNode json) {
    List<Long> cuts = new ArrayList<>();
    json.path("cuts").forEach(cut -> cuts.add(cut.longValue()));
    return json.has("cut") ? List.of(json.path("cut").longValue()) : cuts;
  }

  private static List<OrderKey> orderKeys(JsonNode json) {
    List<OrderKey> keys = new ArrayList<>();
    json.path("orderKeys").forEach(key -> keys.add(OrderKey.of(bytes(key))));
    return json.has("orderKey") ? List.of(OrderKey.of(bytes(json.path("orderKey")))) : keys;
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new HashSet<>();
    array.forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  private static String base64(byte[] secret) {
    return Base64.getEncoder().encodeToString(secret);
  }

  private static byte[] bytes(JsonNode base64) {
    return Base64.getDecoder().decode(base64.textValue());
  }
}
