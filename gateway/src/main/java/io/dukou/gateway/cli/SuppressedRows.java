package io.dukou.gateway.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code dukou protect} does with suppressed rows. */
enum SuppressedRows {
  /** They are not in the output. */
  LEAVE_OUT,
  /** They are in the output with {@code *} in every quasi-identifier. */
  STAR;

  /** Returns the word of the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads the word of the command line. */
  static final class Converter implements ITypeConverter<SuppressedRows> {
    @Override
    public SuppressedRows convert(String value) {
      return Arrays.stream(values())
          .filter(choice -> choice.word().equals(value))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("must be leave-out or star"));
    }
  }
}
