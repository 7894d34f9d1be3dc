package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of an entry that never leaves China: named fields and a list of persons.
 *
 * <p>Each field and each person is committed to under a salt of its own, so that one can be opened
 * without the others and none can be guessed from the commitment.
 *
 * @param fields JSON values by name; values are not copied and must not change until {@link
 *     AuditLog#append} has returned
 * @param persons opaque person keys, such as an HMAC in hexadecimal, in the order they are to be
 *     kept; hundreds of thousands are expected
 */
public record DomesticPart(Map<String, JsonNode> fields, List<String> persons) {
  private static final DomesticPart EMPTY = new DomesticPart(Map.of(), List.of());

  /** Copies the map, in the order of its keys, and the list. */
  public DomesticPart {
    fields = copy(fields);
    persons = List.copyOf(persons);
  }

  /** Returns a part with no field and no person; its commitment is still unlike any other. */
  public static DomesticPart empty() {
    return EMPTY;
  }

  /** Returns how many fields and persons there are, never what they are. */
  @Override
  public String toString() {
    return "DomesticPart[" + fields.size() + " fields, " + persons.size() + " persons]";
  }

  private static SortedMap<String, JsonNode> copy(Map<String, JsonNode> fields) {
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    fields.forEach(
        (name, value) -> sorted.put(requireNonNull(name, "name"), requireNonNull(value, "value")));
    return java.util.Collections.unmodifiableSortedMap(sorted);
  }
}
