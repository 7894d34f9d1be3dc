package io.dukou.anonymizer.plan;

import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Planners that jars beside this library offer as services. */
final class OfferedPlanners {
  private OfferedPlanners() {}

  /** Returns the planner called {@code name}, if one is offered and can be loaded. */
  static Optional<Planner> named(String name) {
    Iterator<Planner> offered =
        ServiceLoader.load(Planner.class, Planner.class.getClassLoader()).iterator();
    while (offered.hasNext()) {
      Planner planner = next(offered);
      if (planner != null && planner.name().equals(name)) {
        return Optional.of(planner);
      }
    }
    return Optional.empty();
  }

  /** Returns the next planner, or null if what it needs is missing: then it is as good as none. */
  private static @Nullable Planner next(Iterator<Planner> offered) {
    try {
      return offered.next();
    } catch (ServiceConfigurationError e) {
      return null;
    }
  }
}
