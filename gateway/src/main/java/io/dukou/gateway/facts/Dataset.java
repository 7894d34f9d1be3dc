package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A dataset of a study.
 *
 * @param id its name within the study
 * @param sensitive whether it holds sensitive personal information; null counts as yes
 */
public record Dataset(String id, @Nullable Boolean sensitive) {
  /** Checks that the name is there. */
  public Dataset {
    requireNonNull(id, "id");
  }

  /** Returns true unless it is known to hold no sensitive personal information. */
  public boolean mayBeSensitive() {
    return sensitive == null || sensitive;
  }
}
