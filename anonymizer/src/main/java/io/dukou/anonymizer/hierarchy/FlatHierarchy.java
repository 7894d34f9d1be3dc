package io.dukou.anonymizer.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The hierarchy of a column that is never generalised: one level, every value itself. */
public final class FlatHierarchy implements Hierarchy {
  /** The only instance. */
  public static final FlatHierarchy INSTANCE = new FlatHierarchy();

  /** Key of the plan file. */
  static final String KEY = "flat";

  private FlatHierarchy() {}

  @Override
  public int levels() {
    return 1;
  }

  @Override
  public String generalise(String value, int level) {
    Objects.checkIndex(level, 1);
    return value;
  }

  @Override
  public @Nullable String generaliseMissing(int level) {
    return Levels.missing(level, 1);
  }

  @Override
  public boolean defines(int level, String released) {
    Objects.checkIndex(level, 1);
    return !released.isEmpty();
  }

  @Override
  public JsonNode toJson() {
    return JsonNodeFactory.instance.objectNode().put(KEY, true);
  }
}
