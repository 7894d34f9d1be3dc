package io.dukou.anonymizer.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One random study, released cut after cut to one recipient group who puts everything together.
 *
 * <p>Persons come, withdraw and change; the specification asks now for one thing and now for
 * another, so plans become coarser and finer; now and then suppressed subjects are planned again in
 * layers; and now and then an earlier plan is applied again.
 */
final class Attack {
  private static final List<String> METRICS =
      List.of("loss", "precision", "height", "discernibility", "non-uniform-entropy", "aecs");
  private static final List<Double> LIMITS = List.of(0.1, 0.3, 0.5, 0.8, 1.0);

  private final Random random;
  private final Random refining;
  private final Cohort cohort;
  private final Study study;
  private final Sender sender;
  private final int leastK;
  private final List<Given> sequence = new ArrayList<>();
  private final List<List<Integer>> reordered = new ArrayList<>();
  private final List<Breach> breaches = new ArrayList<>();

  private Attack(Random random, Random refining) {
    this.random = random;
    this.refining = refining;
    this.cohort = Cohort.random(random);
    this.study = cohort.study();
    this.sender = new Sender(random, study);
    this.leastK = 2 + random.nextInt(3);
  }

  /** Returns the attack with this number, run to its end. */
  static Attack number(long number) {
    Attack attack = new Attack(new Random(number * 0x9e3779b97f4a7c15L), new Random(number));
    if (attack.study.bySubject() && attack.random.nextInt(8) == 0) {
      attack.releaseSubset();
    } else {
      attack.releaseCuts();
    }
    attack.breaches.addAll(Histories.check(attack.joinable()));
    return attack;
  }

  /** Returns what was given. */
  List<Given> sequence() {
    return sequence;
  }

  /** Returns for each table given its rows in the order that another key gives. */
  List<List<Integer>> reordered() {
    return reordered;
  }

  /** Returns the guarantees that do not hold. */
  List<Breach> breaches() {
    return breaches;
  }

  /** Rows that are each a subject have no history: only one table of them is ever given. */
  private List<Given> joinable() {
    return study.bySubject() ? sequence : List.of();
  }

  private void releaseCuts() {
    for (int left = study.bySubject() ? 1 + random.nextInt(5) : 1; left > 0; left--) {
      boolean again = sender.isPlanned() && random.nextInt(4) == 0;
      if (again && random.nextBoolean()) {
        cohort.goOutside();
      }
      List<Map<String, String>> cut = cohort.cut();
      List<Model> models = models();
      if (again || sender.plan(cut, List.of(), models, words() + refinement(models))) {
        give(cut, List.of());
      }
      cohort.comeInside();
      cohort.change();
    }
  }

  /** Releases only some of the persons, so that it remains unknown who is among them. */
  private void releaseSubset() {
    Set<String> chosen = cohort.some();
    Map<Boolean, List<Map<String, String>>> parts =
        cohort.cut().stream()
            .collect(Collectors.partitioningBy(row -> chosen.contains(row.get("id"))));
    double min = random.nextInt(3) == 0 ? 0.3 : 0;
    List<Model> models = new ArrayList<>(models());
    models.add(Model.presence(min, 0.6 + random.nextInt(4) / 10.0));
    if (sender.plan(parts.get(true), parts.get(false), models, words())) {
      give(parts.get(true), parts.get(false));
    }
  }

  private void give(List<Map<String, String>> cut, List<Map<String, String>> beside) {
    Optional<Given> given = sender.give(cut, beside);
    if (given.isPresent()) {
      sequence.add(given.get());
      reordered.add(sender.reordered(given.get()));
      breaches.addAll(Checker.check(given.get()));
      breaches.addAll(Selections.check(given.get(), sender.answers()));
      if (sender.isForLaterCuts() && !sender.retold(given.get()).equals(given.get().lines())) {
        breaches.add(new Breach(Breach.Guarantee.TRACES, "in " + given.get().models()));
      }
    }
  }

  private List<Model> models() {
    List<Model> models = new ArrayList<>();
    if (random.nextInt(10) > 0) {
      models.add(Model.k(leastK + random.nextInt(8) / 7));
    }
    for (int more = random.nextInt(3); more > 0 || models.isEmpty(); more--) {
      models.add(Model.random(random, cohort.hasOneRowEach()));
    }
    return models;
  }

  /** Asks for further layers, now and then, where the models allow them. */
  private String refinement(List<Model> models) {
    boolean isOfValues = models.stream().anyMatch(Model::isOfValues);
    boolean hasK = models.stream().anyMatch(model -> model.type().equals("k-anonymity"));
    boolean asked = refining.nextInt(3) == 0 && (hasK || !isOfValues);
    return asked ? "refinement: {maxLayers: " + (1 + refining.nextInt(4)) + "}\n" : "";
  }

  private String words() {
    List<String> weights = new ArrayList<>();
    study.quasis().forEach(quasi -> weights.add(Double.toString((1 + random.nextInt(4)) / 4.0)));
    return study.attributes(weights)
        + ("suppressionLimit: " + LIMITS.get(random.nextInt(LIMITS.size())) + "\n")
        + ("metric: {type: " + METRICS.get(random.nextInt(METRICS.size())) + "}\n");
  }
}
