package io.dukou.gateway.yaml;

import static java.util.Objects.requireNonNull;

import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What reading one key gave: a value, or none because the key is absent or wrong.
 *
 * <p>Reading goes on after a wrong value so that all problems of a file are found. A value is taken
 * out inside {@link YamlMap#build}, which runs only when nothing was wrong.
 *
 * @param <T> the type of the value
 */
public final class Read<T> {
  private static final Read<?> NONE = new Read<>(null);

  private final @Nullable T value;

  private Read(@Nullable T value) {
    this.value = value;
  }

  /** Returns a present value. */
  public static <T> Read<T> of(T value) {
    return new Read<>(requireNonNull(value, "value"));
  }

  /** Returns the absence of a value. */
  @SuppressWarnings("unchecked") // an empty read holds no T
  public static <T> Read<T> none() {
    return (Read<T>) NONE;
  }

  /** Returns the value of a key that is required or has a default. */
  public T get() {
    if (value == null) {
      throw new NoSuchElementException("no value was read");
    }
    return value;
  }

  /** Returns the value, or null when the key is absent. */
  public @Nullable T orNull() {
    return value;
  }

  /** Returns the value, or empty when the key is absent. */
  public Optional<T> toOptional() {
    return Optional.ofNullable(value);
  }
}
