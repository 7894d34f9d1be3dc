package io.dukou.anonymizer.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Dates by day, month, quarter and year, then the root. */
@SuppressWarnings("DoNotCallSuggester")
public final class DateHierarchy implements Hierarchy {
  DateHierarchy() {}

  @Override
  public int levels() {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public @Nullable String generalise(String value, int level) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public @Nullable String generaliseMissing(int level) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public boolean defines(int level, String released) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public JsonNode toJson() {
    throw new UnsupportedOperationException("not yet");
  }
}
