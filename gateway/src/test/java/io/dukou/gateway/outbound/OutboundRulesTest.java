package io.dukou.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.config.Cidr;
import io.dukou.gateway.config.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutboundRulesTest {
  private static final OutboundRules RULES =
      new OutboundRules(
          Set.of(
              HostPort.parse("edc.example:443"),
              HostPort.parse("localhost:443"),
              HostPort.parse("169.254.169.254:443"),
              HostPort.parse("[fe80::1]:443")),
          List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0")));

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
    assertThat(RULES.permits(new HostPort(host, 443), resolved[0])).isEqualTo(permitted);
  }

  @Test
  void port_isPartOfTheList() {
    assertThat(RULES.lists(HostPort.parse("Edc.Example:443"))).isTrue();
    assertThat(RULES.lists(HostPort.parse("edc.example:80"))).isFalse();
    assertThat(RULES.lists(HostPort.parse("edc.example.evil:443"))).isFalse();
  }

  @Test
  void addressOutsideTheNetworks_isRefused() throws UnknownHostException {
    HostPort host = HostPort.parse("edc.example:443");
    OutboundRules rules = new OutboundRules(Set.of(host), List.of(Cidr.parse("10.0.0.0/8")));
    assertThat(rules.permits(host, InetAddress.getAllByName("10.9.9.9")[0])).isTrue();
    assertThat(rules.permits(host, InetAddress.getAllByName("11.9.9.9")[0])).isFalse();
  }
}
