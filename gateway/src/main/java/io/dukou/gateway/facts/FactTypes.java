package io.dukou.gateway.facts;

import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.ValueType.Form;
import java.util.Locale;
import java.util.Set;

/** Kinds of values in facts files. */
final class FactTypes {
  /** A country. */
  static final ValueType<String> COUNTRY =
      new ValueType<>("country", Form.TEXT, FactTypes::country);

  private static final Set<String> COUNTRIES =
      Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

  private FactTypes() {}

  private static String country(String written) {
    if (!COUNTRIES.contains(written)) {
      throw new IllegalArgumentException("write the ISO 3166 code in two capital letters: CN, CH");
    }
    return written;
  }
}
