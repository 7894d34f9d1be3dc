package io.dukou.gateway.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How {@code dukou risk} writes its report. */
enum ReportFormat {
  /** One JSON object. */
  JSON,
  /** One page for a browser. */
  HTML;

  /** Reads the word of the command line. */
  static final class Converter implements ITypeConverter<ReportFormat> {
    @Override
    public ReportFormat convert(String value) {
      return Arrays.stream(values())
          .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(value))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("must be json or html"));
    }
  }
}
