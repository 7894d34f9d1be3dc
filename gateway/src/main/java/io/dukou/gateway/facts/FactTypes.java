package io.dukou.gateway.facts;

import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.ValueType.Form;
import java.util.regex.Pattern;

/** Kinds of values in facts files. */
final class FactTypes {
  /** A country. */
  static final ValueType<String> COUNTRY =
      new ValueType<>("country", Form.TEXT, FactTypes::country);

  private static final Pattern COUNTRY_FORM = Pattern.compile("[A-Z]{2}");

  private FactTypes() {}

  private static String country(String written) {
    if (!COUNTRY_FORM.matcher(written).matches()) {
      throw new IllegalArgumentException("write the ISO 3166 code in two capital letters: CN, CH");
    }
    return written;
  }
}
