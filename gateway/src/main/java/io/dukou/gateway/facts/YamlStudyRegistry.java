package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.UnusableFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Facts from YAML files. They are read whole and taken at once: files that cannot be used change
 * nothing but {@link #problems}, and so do files that cannot be read within {@link #PATIENCE}.
 *
 * <p>One look at a time: who asks for another meanwhile gets no answer from the files. A look may
 * hang for as long as the file system does, so it belongs on a thread of its own.
 */
public final class YamlStudyRegistry implements StudyRegistry {
  /** How long one look at all files may take before it counts as a problem. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<Path> files;
  private final FactFiles source;
  private final LongSupplier nanoTime;
  private final AtomicReference<@Nullable Look> looking = new AtomicReference<>();
  private volatile State state;

  private YamlStudyRegistry(
      List<Path> files, FactFiles source, LongSupplier nanoTime, State state) {
    this.files = files;
    this.source = source;
    this.nanoTime = nanoTime;
    this.state = state;
  }

  /**
   * Reads the files for the first time. Blocks.
   *
   * @throws UnusableFileException with every problem; there are no older facts to go by
   */
  public static YamlStudyRegistry open(List<Path> files) {
    return open(files, RegularFile::open, System::nanoTime);
  }

  /** Does the same with files that {@code source} opens, and a clock that only goes on. */
  static YamlStudyRegistry open(List<Path> files, FactFiles source, LongSupplier nanoTime) {
    FactsLoader loader = new FactsLoader(requireNonNull(source, "source"));
    Facts facts = loader.load(files);
    State state = new State(facts, List.of(), loader.stamps());
    return new YamlStudyRegistry(List.copyOf(files), source, nanoTime, state);
  }

  @Override
  public Facts current() {
    return state.facts();
  }

  @Override
  public List<Problem> problems() {
    List<Problem> known = state.problems();
    Optional<Problem> late = late();
    if (late.isEmpty()) {
      return known;
    }
    List<Problem> all = new ArrayList<>(known);
    all.add(late.get());
    return List.copyOf(all);
  }

  /** Returns what there is to say about a look that is under way for too long; any thread. */
  public Optional<Problem> late() {
    Look look = looking.get();
    return look == null || nanoTime.getAsLong() - look.since() < PATIENCE.toNanos()
        ? Optional.empty()
        : Optional.of(look.late(files.get(0)));
  }

  /**
   * Reads the files again and takes what they say, if they can be used. Blocks.
   *
   * @return true when the facts are now others than before; false also when another look is still
   *     under way
   */
  public boolean reload() {
    return look(false);
  }

  /**
   * Does what {@link #reload} does if a file that was read looks different now. Blocks.
   *
   * @return as there
   */
  public boolean reloadIfChanged() {
    return look(true);
  }

  private boolean look(boolean onlyIfChanged) {
    Look look = new Look(nanoTime.getAsLong(), new FactsLoader(source));
    if (!looking.compareAndSet(null, look)) {
      return false;
    }
    try {
      boolean due = !onlyIfChanged || state.stamps().stream().anyMatch(FileStamp::changed);
      return due && take(look.loader());
    } finally {
      looking.set(null);
    }
  }

  private boolean take(FactsLoader loader) {
    Facts before = state.facts();
    try {
      Facts facts = loader.load(files);
      state = new State(facts, List.of(), loader.stamps());
      return !facts.revision().equals(before.revision());
    } catch (UnusableFileException e) {
      state = new State(before, e.problems(), loader.stamps());
    } catch (RuntimeException | StackOverflowError e) { // our fault, but it must be seen as well
      state = new State(before, List.of(fault(loader, e)), loader.stamps());
    }
    return false;
  }

  private Problem fault(FactsLoader loader, Throwable failure) {
    String file = loader.reading().orElse(files.get(0)).toString();
    return new Problem(file, 0, 0, "cannot be understood: " + failure.getClass().getName());
  }

  /** What is known at one moment. */
  private record State(Facts facts, List<Problem> problems, List<FileStamp> stamps) {}

  /** A look under way since a moment of the clock that only goes on. */
  private record Look(long since, FactsLoader loader) {
    Problem late(Path first) {
      return new Problem(
          loader.reading().orElse(first).toString(),
          0,
          0,
          "could not be read within "
              + PATIENCE.toSeconds()
              + " s: look at the file and at the disk or network mount it lies on");
    }
  }
}
