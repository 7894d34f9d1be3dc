package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Converts the values of reasons: strings, whole numbers, booleans and flat lists of them. */
final class Values {
  private Values() {}

  /** Reads an object of values; anything else is a {@link MalformedDecisionException}. */
  static Map<String, Object> ofJson(@Nullable JsonNode json) {
    if (json == null || !json.isObject()) {
      throw new MalformedDecisionException("values is not an object");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    json.properties().forEach(e -> values.put(e.getKey(), value(e.getValue())));
    return values;
  }

  /** Writes values as an object with sorted keys. */
  static ObjectNode toJson(Map<String, Object> values) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(values).forEach((key, value) -> json.set(key, node(value)));
    return json;
  }

  private static Object value(JsonNode json) {
    if (!json.isArray()) {
      return scalar(json);
    }
    List<Object> items = new ArrayList<>(json.size());
    json.forEach(item -> items.add(scalar(item)));
    return List.copyOf(items);
  }

  private static Object scalar(JsonNode json) {
    if (json.isTextual()) {
      return json.textValue();
    }
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    if (json.isIntegralNumber() && json.canConvertToLong()) {
      return json.longValue();
    }
    throw new MalformedDecisionException("a value is neither text, whole number nor boolean");
  }

  private static JsonNode node(Object value) {
    if (value instanceof List<?> items) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
      items.forEach(item -> array.add(node(item)));
      return array;
    }
    if (value instanceof Boolean bool) {
      return JsonNodeFactory.instance.booleanNode(bool);
    }
    if (value instanceof Long number) {
      return JsonNodeFactory.instance.numberNode(number);
    }
    if (value instanceof String text) {
      return JsonNodeFactory.instance.textNode(text);
    }
    throw new IllegalArgumentException("not a value of a reason: " + value.getClass());
  }
}
