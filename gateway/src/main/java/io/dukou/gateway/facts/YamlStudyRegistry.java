package io.dukou.gateway.facts;

import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.UnusableFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Facts from YAML files. They are read whole and taken at once: files that cannot be used change
 * nothing but {@link #problems}.
 */
public final class YamlStudyRegistry implements StudyRegistry {
  private final List<Path> files;
  private volatile State state;

  private YamlStudyRegistry(List<Path> files, State state) {
    this.files = files;
    this.state = state;
  }

  /**
   * Reads the files for the first time. Blocks.
   *
   * @throws UnusableFileException with every problem; there are no older facts to go by
   */
  public static YamlStudyRegistry open(List<Path> files) {
    FactsLoader loader = new FactsLoader();
    Facts facts = loader.load(files);
    return new YamlStudyRegistry(List.copyOf(files), new State(facts, List.of(), loader.stamps()));
  }

  @Override
  public Facts current() {
    return state.facts();
  }

  @Override
  public List<Problem> problems() {
    return state.problems();
  }

  /**
   * Reads the files again and takes what they say, if they can be used. Blocks.
   *
   * @return true when the facts are now others than before
   */
  public synchronized boolean reload() {
    Facts before = state.facts();
    FactsLoader loader = new FactsLoader();
    try {
      Facts facts = loader.load(files);
      state = new State(facts, List.of(), loader.stamps());
      return !facts.revision().equals(before.revision());
    } catch (UnusableFileException e) {
      state = new State(before, e.problems(), loader.stamps());
      return false;
    }
  }

  /**
   * Does what {@link #reload} does if a file that was read looks different now. Blocks.
   *
   * @return true when the facts are now others than before
   */
  public synchronized boolean reloadIfChanged() {
    return state.stamps().stream().anyMatch(FileStamp::changed) && reload();
  }

  /** What is known at one moment. */
  private record State(Facts facts, List<Problem> problems, List<FileStamp> stamps) {}
}
