package io.dukou.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutboundRulesTest {
  private static final OutboundRules RULES =
      new OutboundRules(Set.of("edc.example", "LOCALHOST", "169.254.169.254", "[fe80::1]"));

  @ParameterizedTest
  @CsvSource({
    "edc.example, 10.1.2.3, true",
    "EDC.example, 192.0.2.1, true",
    "edc.example, fd12::1, true",
    "edc.example, 127.0.0.1, false",
    "edc.example, ::1, false",
    "edc.example, ::ffff:127.0.0.1, false",
    "edc.example, 64:ff9b::7f00:1, false",
    "edc.example, 64:ff9b::a9fe:a9fe, false",
    "edc.example, 169.254.169.254, false",
    "edc.example, fe80::1, false",
    "edc.example, 100.100.100.200, false",
    "edc.example, fd00:ec2::254, false",
    "edc.example, 0.0.0.0, false",
    "edc.example, 0.1.2.3, false",
    "edc.example, 224.0.0.1, false",
    "edc.example, 255.255.255.255, false",
    "localhost, 127.0.0.1, true",
    "localhost, ::1, true",
    "localhost, 169.254.169.254, false",
    "169.254.169.254, 169.254.169.254, true",
    "[fe80::1], fe80::1, true",
    "other.example, 10.1.2.3, false",
  })
  void address_isPermitted(String host, String address, boolean permitted)
      throws UnknownHostException {
    InetAddress[] resolved = InetAddress.getAllByName(address);
    assertThat(RULES.permits(host, resolved[0])).isEqualTo(permitted);
  }

  @Test
  void name_isComparedWithoutCase() {
    assertThat(RULES.lists("Edc.Example")).isTrue();
    assertThat(RULES.lists("edc.example.evil")).isFalse();
  }
}
