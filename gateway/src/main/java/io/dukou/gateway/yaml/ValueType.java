package io.dukou.gateway.yaml;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * A kind of value that is written as one YAML scalar.
 *
 * @param name what the documentation calls it, for example {@code duration}
 * @param form which scalars are taken
 * @param parser makes the value from the written form; throws {@link IllegalArgumentException} with
 *     the remedy when it cannot
 * @param <T> the type of the value
 */
public record ValueType<T>(String name, Form form, Function<String, T> parser) {
  /** Which YAML scalars a value type takes. */
  public enum Form {
    /** Text, and numbers taken as they are written. */
    TEXT,
    /** A number. */
    NUMBER,
    /** {@code true} or {@code false}. */
    FLAG
  }

  /** Checks that the parts are there. */
  public ValueType {
    requireNonNull(name, "name");
    requireNonNull(form, "form");
    requireNonNull(parser, "parser");
  }

  /** Returns a type with the same scalars whose values are made further by {@code then}. */
  public <U> ValueType<U> map(String newName, Function<T, U> then) {
    return new ValueType<>(newName, form, parser.andThen(then));
  }
}
