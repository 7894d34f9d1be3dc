package io.dukou.gateway.facts;

import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.YamlMap;
import java.util.List;

/** Reads lists of facts that go into the policy's input, which takes so many and no more. */
final class FactLists {
  /** The most studies, recipients, purposes or categories of one list. */
  static final int MOST = 100;

  /** The most columns of one list. */
  static final int MOST_COLUMNS = 500;

  private FactLists() {}

  /** Reads a list, which may be absent; reports one that is longer than {@code most}. */
  static Read<List<String>> optional(YamlMap map, String key, ValueType<String> type, int most) {
    Read<List<String>> list = map.optionalValues(key, type);
    List<String> values = list.orNull();
    if (values != null && values.size() > most) {
      map.problem(
          key,
          "a list of %d; the policy takes at most %d: split what this belongs to into several"
              .formatted(values.size(), most));
    }
    return list;
  }
}
