package io.dukou.gateway.facts;

import static io.dukou.gateway.yaml.ValueTypes.FLAG;
import static io.dukou.gateway.yaml.ValueTypes.IDENTIFIER;
import static io.dukou.gateway.yaml.ValueTypes.TEXT;
import static io.dukou.gateway.yaml.ValueTypes.TIME;
import static io.dukou.gateway.yaml.ValueTypes.decimal;
import static io.dukou.gateway.yaml.ValueTypes.whole;

import io.dukou.gateway.facts.Exporter.OpeningBalance;
import io.dukou.gateway.facts.Recipient.Screening;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.YamlMap;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the elements of the sections {@code exporters} and {@code recipients}. */
final class PartiesReader {
  /** More than everybody. */
  private static final ValueType<Long> PERSONS = whole(0, 10_000_000_000L);

  private PartiesReader() {}

  /** Reads one exporter. */
  static Read<Exporter> exporter(String id, YamlMap map) {
    Read<Boolean> domestic = map.optional("domestic", FLAG);
    Read<Boolean> ciioNotified = map.optional("ciioNotified", FLAG);
    Read<BigDecimal> holding = map.optional("foreignHoldingPercent", decimal("0", "100"));
    Read<Boolean> control = map.optional("foreignControl", FLAG);
    Read<Map<String, OpeningBalance>> balances =
        map.named("openingBalances", PartiesReader::balance);
    return map.build(
        () ->
            new Exporter(
                id,
                domestic.orNull(),
                ciioNotified.orNull(),
                holding.orNull(),
                control.orNull(),
                byYear(balances.get())));
  }

  /** Reads one recipient. */
  static Read<Recipient> recipient(String id, YamlMap map) {
    Read<String> name = map.optional("name", TEXT);
    Read<String> country = map.optional("country", FactTypes.COUNTRY);
    Read<Boolean> foreignControlled = map.optional("foreignControlled", FLAG);
    Read<Screening> screening = map.section("screening", PartiesReader::screening);
    Read<List<String>> affiliates = map.values("affiliates", IDENTIFIER);
    Read<List<String>> subRecipients = map.values("subRecipients", IDENTIFIER);
    return map.build(
        () ->
            new Recipient(
                id,
                name.orNull(),
                country.orNull(),
                foreignControlled.orNull(),
                screening.get(),
                affiliates.get(),
                subRecipients.get()));
  }

  private static Read<OpeningBalance> balance(String year, YamlMap map) {
    Read<Long> sensitive = map.value("sensitive", PERSONS);
    Read<Long> nonSensitive = map.value("nonSensitive", PERSONS);
    Read<String> signedBy = map.value("signedBy", TEXT);
    Read<Instant> signedAt = map.value("signedAt", TIME);
    if (!year.matches("20[0-9]{2}")) {
      map.problem("'" + year + "' is not a year: write one such as 2026");
    }
    return map.build(
        () ->
            new OpeningBalance(
                sensitive.get(), nonSensitive.get(), signedBy.get(), signedAt.get()));
  }

  private static Map<Integer, OpeningBalance> byYear(Map<String, OpeningBalance> balances) {
    Map<Integer, OpeningBalance> byYear = new HashMap<>();
    balances.forEach((year, balance) -> byYear.put(Integer.valueOf(year), balance));
    return byYear;
  }

  private static Read<Screening> screening(YamlMap map) {
    Read<Boolean> restricted = map.optional("restrictedListed", FLAG);
    Read<Instant> listCheckedAt = map.optional("listCheckedAt", TIME);
    Read<Boolean> judicial = map.optional("judicialOrLawEnforcement", FLAG);
    Read<Boolean> regulator = map.optional("drugRegulator", FLAG);
    Read<String> approval = map.optional("authorityApproval", TEXT);
    return map.build(
        () ->
            new Screening(
                restricted.orNull(),
                listCheckedAt.orNull(),
                judicial.orNull(),
                regulator.orNull(),
                approval.orNull()));
  }
}
