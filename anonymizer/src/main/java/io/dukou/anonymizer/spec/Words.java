package io.dukou.anonymizer.spec;

import java.util.Locale;

/** The words that stand for constants in a specification file. */
final class Words {
  private Words() {}

  /** Returns the name of {@code constant} in small letters, its parts joined by hyphens. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
