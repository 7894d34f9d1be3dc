package io.dukou.gateway.running;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.facts.YamlStudyRegistry;
import io.dukou.gateway.seldom.SeldomSaid;
import io.dukou.gateway.yaml.Problem;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads facts again and logs what became of it: new facts, and problems when they change and once
 * in a while as long as they stay. Any thread; it blocks.
 */
final class FactsReload {
  private static final Logger LOG = LoggerFactory.getLogger(FactsReload.class);

  private final YamlStudyRegistry facts;
  private final SeldomSaid seldom;

  FactsReload(YamlStudyRegistry facts, InstantSource clock) {
    this.facts = requireNonNull(facts, "facts");
    this.seldom = new SeldomSaid(clock);
  }

  /** Takes what changed since the last look. */
  void look() {
    report(facts.reloadIfChanged());
  }

  /** Reads everything again, because an operator asks for it, who is told what is wrong. */
  void reload() {
    seldom.forget();
    report(facts.reload());
  }

  private void report(boolean changed) {
    if (changed) {
      LOG.info("the facts have changed to revision {}", facts.current().revision());
    }
    List<Problem> problems = facts.problems();
    if (problems.isEmpty()) {
      seldom.forget();
    } else if (seldom.isDue(problems.toString())) {
      problems.forEach(problem -> LOG.error("the facts stay as they were: {}", problem));
    }
  }
}
