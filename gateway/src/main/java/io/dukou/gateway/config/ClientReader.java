package io.dukou.gateway.config;

import static io.dukou.gateway.yaml.ValueTypes.IDENTIFIER;
import static io.dukou.gateway.yaml.ValueTypes.TEXT;
import static io.dukou.gateway.yaml.ValueTypes.oneOf;

import io.dukou.gateway.config.ClientConfig.ClientRole;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.ValueType.Form;
import io.dukou.gateway.yaml.YamlMap;
import java.util.List;
import java.util.Locale;

/** Reads one element of {@code clients}. */
final class ClientReader {
  static final ValueType<Cidr> NETWORK = new ValueType<>("network", Form.TEXT, Cidr::parse);
  private static final ValueType<String> FINGERPRINT =
      new ValueType<>("SHA-256 fingerprint", Form.TEXT, ClientReader::fingerprint);

  private ClientReader() {}

  /** Reads the element. */
  static Read<ClientConfig> read(YamlMap map) {
    Read<String> id = map.value("id", IDENTIFIER);
    Read<String> organisation = map.value("organisation", TEXT);
    Read<ClientRole> role = map.value("role", oneOf(ClientRole.class), "recipient");
    Read<String> recipient = map.value("recipient", IDENTIFIER);
    Read<String> purpose = map.value("purpose", IDENTIFIER);
    Read<String> country = map.value("country", TEXT);
    Read<List<Cidr>> networks = map.values("networks", NETWORK);
    Read<String> token = map.optional("token", TEXT);
    Read<List<String>> certificates = map.values("certificates", FINGERPRINT);
    return map.build(
        () ->
            new ClientConfig(
                id.get(),
                organisation.get(),
                role.get(),
                recipient.get(),
                purpose.get(),
                country.get(),
                networks.get(),
                token.orNull(),
                certificates.get()));
  }

  private static String fingerprint(String written) {
    String digits = written.replace(":", "").toLowerCase(Locale.ROOT);
    if (!digits.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "write the SHA-256 fingerprint of the certificate, 64 hexadecimal digits with or without"
              + " colons");
    }
    return digits;
  }
}
