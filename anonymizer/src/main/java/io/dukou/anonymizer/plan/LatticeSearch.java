package io.dukou.anonymizer.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the combination of levels with the smallest loss among those that meet the models within
 * the limit of suppression.
 *
 * <h2>Why the result is the optimum</h2>
 *
 * <p>The quasi-identifiers get their levels one after the other, those with most values first, each
 * from the coarsest level down, so everything coarser than a combination is visited before it. With
 * a prefix of levels set, the coarsest and the finest way to set the others are the corners of all
 * that remains below. That is left out only if
 *
 * <ul>
 *   <li>the coarse corner suppresses too much under the monotone models alone: everything finer
 *       does as well; or
 *   <li>a number below the loss of everything there is above the best loss found, or equal to it
 *       where the best one wins a tie. The number follows from the levels of the fine corner, the
 *       rows that coarser combinations suppress under the monotone models, and what the metric
 *       knows of the classes of the fine corner; see {@link InformationLoss}.
 * </ul>
 *
 * <p>Neither asks for a model or metric to be monotone; those that are only let more be left out.
 *
 * <h2>Why it is fast</h2>
 *
 * <p>The table generalised to a prefix is made from that of the shorter prefix, so each count
 * starts from classes that are merged already; it is made only when something below it must be
 * counted. Corners, most of which have few classes, start from less: once from the table in which
 * all that is not set is coarse from the beginning, and then, for each level of the last one set,
 * from what that gave. Workers take prefixes of the first quasi-identifiers from one list and share
 * the best combination, so the order of visits varies with their number; the outcome does not, see
 * {@link Incumbent}.
 *
 * <h2>With a deadline</h2>
 *
 * <p>Prefixes are taken in the order of their bounds. When the time is over, the smallest bound of
 * what is left bounds the loss of every combination that was not looked at.
 */
final class LatticeSearch {
  /** Combinations below a prefix from which on its coarse corner is always counted. */
  private static final double WORTH_A_PROBE = 40;

  /** Combinations below a prefix from which on its corner is made from a marginal table. */
  private static final double WORTH_A_MARGINAL = 8;

  /** Combinations times tuples below which one worker is done before others have begun. */
  private static final double WORTH_WORKERS = 1e6;

  private static final int TASKS_PER_WORKER = 32;
  private static final int COVERS_PER_REPORT = 256;

  private final FrequencyTable table;
  private final Lattice lattice;
  private final ModelSet models;
  private final InformationLoss metric;
  private final long limit;
  private final PlanOptions options;
  private final SearchControl control;
  private final Incumbent incumbent;
  private final NodeStore store;
  private final int[] order;
  private final double[] below;
  private final boolean usesFiner;
  private final int marginalDepth;
  private final int threads;

  /** Prepares a search that may suppress {@code limit} subjects. */
  LatticeSearch(
      FrequencyTable table,
      ModelSet models,
      InformationLoss metric,
      long limit,
      PlanOptions options) {
    this.table = table;
    this.models = models;
    this.metric = metric;
    this.limit = limit;
    this.options = options;
    int[] heights = IntStream.range(0, table.dimensions()).map(table::levels).toArray();
    this.lattice = Lattice.of(heights);
    this.control = new SearchControl(options, lattice.size());
    this.incumbent = new Incumbent(metric.width());
    this.store = new NodeStore(lattice);
    this.order = IntStream.range(0, table.dimensions()).map(table::order).toArray();
    this.below = new double[order.length + 1];
    below[order.length] = 1;
    for (int depth = order.length - 1; depth >= 0; depth--) {
      below[depth] = below[depth + 1] * heights[order[depth]];
    }
    this.marginalDepth = marginalDepth();
    this.usesFiner = metric.finer(table.base()) != null;
    double work = (double) lattice.size() * table.base().tupleCount;
    this.threads = work < WORTH_WORKERS ? 1 : options.threads();
  }

  private int marginalDepth() {
    int depth = 0;
    while (depth + 1 < order.length && below[depth + 1] >= WORTH_A_MARGINAL) {
      depth++;
    }
    return depth;
  }

  /** Returns the number of combinations. */
  long size() {
    return lattice.size();
  }

  /** Returns the combinations whose classes were counted. */
  long checked() {
    return control.checked();
  }

  /** Returns the loss of the combination found. */
  double[] loss() {
    return incumbent.loss();
  }

  /** Returns a bound on the loss of every combination if the deadline passed, else null. */
  double @Nullable [] lowerBound() {
    return control.open();
  }

  /**
   * Returns the optimum, or the best combination found before the deadline; null if there is none.
   *
   * @throws PlanException if this thread is interrupted
   */
  int @Nullable [] run() {
    Worker first = new Worker();
    if (first.visit(lattice.top(), 0, null, true).isHopeless()) {
      return null;
    }
    first.descend();
    List<int[]> tasks = tasks(first);
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> others = new ArrayList<>();
    int workers = Math.min(threads, tasks.size());
    for (int i = 1; i < workers; i++) {
      Thread thread = new Thread(() -> work(new Worker(), tasks, next, failure), "dukou-plan-" + i);
      thread.setDaemon(true);
      others.add(thread);
      thread.start();
    }
    work(first, tasks, next, failure);
    join(others);
    rethrow(failure.get());
    return incumbent.levels();
  }

  private void work(
      Worker worker,
      List<int[]> tasks,
      AtomicInteger next,
      AtomicReference<@Nullable Throwable> failure) {
    try {
      for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
        worker.explore(tasks.get(i));
      }
    } catch (RuntimeException
        | Error e) { // whatever it is, the others must end and the caller know
      failure.compareAndSet(null, e);
      control.stop();
    }
  }

  private void join(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          control.stop();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new PlanException(PlanError.INTERRUPTED, "planning was interrupted");
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Returns levels for a prefix of the order, -1 beyond it, so that there are enough for all. */
  private List<int[]> tasks(Worker worker) {
    int depth = 0;
    double wanted = threads == 1 ? 1 : (double) threads * TASKS_PER_WORKER;
    if (options.deadline().isPresent()) {
      wanted = Math.max(wanted, 256);
    }
    while (depth < order.length && below[0] / below[depth] < wanted) {
      depth++;
    }
    List<int[]> tasks = new ArrayList<>();
    addTasks(new int[order.length], 0, depth, tasks);
    if (options.deadline().isPresent()) {
      tasks.sort(Comparator.comparingDouble(worker::boundOf));
    }
    return tasks;
  }

  private void addTasks(int[] levels, int from, int depth, List<int[]> tasks) {
    if (from == depth) {
      int[] task = levels.clone();
      for (int i = depth; i < order.length; i++) {
        task[order[i]] = -1;
      }
      tasks.add(task);
      return;
    }
    for (int level = lattice.top(order[from]); level >= 0; level--) {
      levels[order[from]] = level;
      addTasks(levels, from + 1, depth, tasks);
    }
    levels[order[from]] = 0;
  }

  /** Explores prefixes; used by one thread. */
  private final class Worker {
    private final Regrouper regrouper = new Regrouper(table);
    private final Grouping leaf = new Grouping();
    private final CountedNode node = new CountedNode(table, leaf);
    private final NodeJudge judge = new NodeJudge(table, models, metric, limit);
    private final double[] scratch = new double[metric.width()];
    private final int[] levels = new int[order.length];
    private final Grouping[] states = new Grouping[order.length + 1];
    private final double[][] finer = new double[order.length][];
    private final Grouping[] corners = new Grouping[order.length + 1];
    private final @Nullable Grouping[] marginals = new @Nullable Grouping[order.length + 1];
    private final boolean[] stateMade = new boolean[order.length + 1];
    private final boolean[] cornerMade = new boolean[order.length + 1];
    private double covered;
    private int uncounted;

    Worker() {
      states[0] = table.base();
      for (int depth = 1; depth < states.length; depth++) {
        states[depth] = new Grouping();
        corners[depth] = new Grouping();
      }
    }

    /** Returns the first number of a bound on everything below a task. */
    double boundOf(int[] task) {
      int[] corner = new int[task.length];
      for (int i = 0; i < task.length; i++) {
        corner[i] = Math.max(0, task[i]);
      }
      metric.bound(corner, null, null, scratch);
      return scratch[0];
    }

    /** Explores everything below a task. */
    void explore(int[] task) {
      int depth = 0;
      Arrays.fill(levels, 0);
      for (; depth < order.length && task[order[depth]] >= 0; depth++) {
        levels[order[depth]] = task[order[depth]];
      }
      Arrays.fill(stateMade, false);
      Arrays.fill(cornerMade, false);
      close(depth, null);
    }

    private void cover(double combinations) {
      covered += combinations;
      if (++uncounted == COVERS_PER_REPORT) {
        control.cover(covered, incumbent);
        covered = 0;
        uncounted = 0;
      }
    }

    /** Explores what lies below the first {@code depth} levels; returns whether it is hopeless. */
    private boolean close(int depth, double @Nullable [] evidence) {
      if (isBeaten(depth, evidence)) {
        cover(below[depth]);
        return false;
      }
      if (control.isExpired()) {
        control.leave(scratch);
        return false;
      }
      NodeStore.Known corner = corner(depth, evidence);
      if (corner.isHopeless()) {
        cover(below[depth]);
        return true;
      }
      if (depth == order.length) {
        cover(1);
        return false;
      }
      double[] stronger = InformationLoss.stronger(evidence, corner.evidence());
      if (stronger != evidence && isBeaten(depth, stronger)) {
        cover(below[depth]);
        return false;
      }
      descend(depth, stronger);
      return false;
    }

    private void descend(int depth, double @Nullable [] evidence) {
      int dimension = order[depth];
      boolean hopeless = false;
      for (int level = lattice.top(dimension); level >= 0 && !hopeless; level--) {
        levels[dimension] = level;
        changed(depth);
        hopeless = close(depth + 1, evidence);
        if (hopeless) {
          cover(below[depth + 1] * level);
        }
      }
      levels[dimension] = 0;
      changed(depth);
    }

    /** Returns whether nothing below the prefix can win; leaves the bound in {@link #scratch}. */
    private boolean isBeaten(int depth, double @Nullable [] evidence) {
      if (usesFiner && depth < order.length) {
        finer[depth] = metric.finer(states[state(depth)]);
      }
      int known = Math.min(depth, order.length - 1);
      metric.bound(levels, evidence, finer[known], scratch);
      return incumbent.beats(scratch);
    }

    /** Looks at the coarsest combination below the prefix. */
    private NodeStore.Known corner(int depth, double @Nullable [] evidence) {
      for (int i = depth; i < order.length; i++) {
        levels[order[i]] = lattice.top(order[i]);
      }
      NodeStore.Known known = visit(levels, depth, evidence, below[depth] >= WORTH_A_PROBE);
      for (int i = depth; i < order.length; i++) {
        levels[order[i]] = 0;
      }
      return known;
    }

    /**
     * Looks at one combination.
     *
     * @param depth levels that the prefix states may be used for
     * @param must whether to count it even if it cannot win
     */
    NodeStore.Known visit(int[] at, int depth, double @Nullable [] evidence, boolean must) {
      NodeStore.Known known = store.get(at);
      if (known != null && (known.isCounted() || known.isHopeless())) {
        return known;
      }
      known = store.inherit(at, evidence);
      if (known.isHopeless()) {
        return store.put(at, known);
      }
      metric.bound(at, known.evidence(), null, scratch);
      if (!must && incumbent.beats(scratch, at)) {
        return store.put(at, known);
      }
      return store.put(at, count(at, depth));
    }

    private NodeStore.Known count(int[] at, int depth) {
      control.check();
      node.reset(at, grouping(at, depth));
      judge.judge(node);
      if (!node.isFeasibleFiner()) {
        return NodeStore.Known.HOPELESS;
      }
      double[] evidence = metric.account(node, true);
      if (node.isFeasible()) {
        boolean isSame = !node.hasSoft() && metric.isOfSuppressionOnly();
        metric.loss(at, isSame ? evidence : metric.account(node, false), scratch);
        incumbent.offer(at, scratch);
      }
      return new NodeStore.Known(true, false, node.isFeasible(), evidence);
    }

    /** Returns the table generalised to a combination whose first levels are the prefix. */
    private Grouping grouping(int[] at, int depth) {
      if (depth > 0 && depth < order.length) {
        return liftedCorner(at, depth);
      }
      int from = state(Math.min(depth, order.length - 1));
      if (isZero(at, from)) {
        return states[from];
      }
      regrouper.roll(states[from], from, order.length, at, leaf);
      return leaf;
    }

    /** Returns the table with all but the first {@code depth} at their coarsest levels. */
    private Grouping marginal(int depth) {
      Grouping known = marginals[depth];
      if (known != null) {
        return known;
      }
      boolean isFirst = depth == marginalDepth;
      Grouping finer = isFirst ? states[0] : marginal(depth + 1);
      Grouping made = new Grouping();
      regrouper.marginalise(finer, depth, isFirst ? order.length : depth + 1, made);
      marginals[depth] = made;
      return made;
    }

    private boolean isZero(int[] at, int from) {
      for (int place = from; place < order.length; place++) {
        if (at[order[place]] > 0) {
          return false;
        }
      }
      return true;
    }

    /** Returns the table at the coarse corner below the prefix. */
    private Grouping liftedCorner(int[] at, int depth) {
      int last = order[depth - 1];
      if (!cornerMade[depth]) {
        int level = at[last];
        at[last] = 0;
        if (depth <= marginalDepth) {
          regrouper.rollMarginal(marginal(depth), depth, at, corners[depth]);
        } else {
          int from = state(depth - 1);
          regrouper.roll(states[from], from, order.length, at, corners[depth]);
        }
        at[last] = level;
        cornerMade[depth] = true;
      }
      if (at[last] == 0) {
        return corners[depth];
      }
      regrouper.lift(corners[depth], depth - 1, at, leaf);
      return leaf;
    }

    /**
     * Makes the table generalised to the first {@code depth} levels, but for the last ones of them
     * that are 0, and returns how many levels that leaves.
     */
    private int state(int depth) {
      int from = 0;
      for (int made = 1; made <= depth; made++) {
        if (levels[order[made - 1]] > 0) {
          if (!stateMade[made]) {
            regrouper.roll(states[from], from, made, levels, states[made]);
            stateMade[made] = true;
          }
          from = made;
        }
      }
      return from;
    }

    /** Forgets what was made for another level at a place of the order. */
    private void changed(int place) {
      for (int depth = place + 1; depth <= order.length; depth++) {
        stateMade[depth] = false;
        cornerMade[depth] &= depth == place + 1;
      }
    }

    /** Moves from the top to ever finer combinations that are feasible, to have one to compare. */
    void descend() {
      int[] current = lattice.top();
      boolean moved = true;
      while (moved) {
        moved = false;
        for (int dimension : byBound(current)) {
          current[dimension]--;
          if (visit(current, 0, null, true).isFeasible()) {
            moved = true;
            break;
          }
          current[dimension]++;
        }
      }
    }

    /** Returns the quasi-identifiers that can go one level finer, those that gain most first. */
    private List<Integer> byBound(int[] current) {
      double[] bounds = new double[current.length];
      List<Integer> dimensions = new ArrayList<>();
      for (int i = 0; i < current.length; i++) {
        if (current[i] > 0) {
          current[i]--;
          metric.bound(current, null, null, scratch);
          bounds[i] = scratch[0];
          current[i]++;
          dimensions.add(i);
        }
      }
      dimensions.sort(Comparator.comparingDouble(i -> bounds[i]));
      return dimensions;
    }
  }
}
