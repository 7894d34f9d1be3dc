package io.dukou.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CidrTest {
  @ParameterizedTest
  @CsvSource({
    "10.2.0.0/16, 10.2.255.255, true",
    "10.2.0.0/16, 10.3.0.0, false",
    "10.2.128.0/17, 10.2.127.255, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "203.0.113.9/32, 203.0.113.9, true",
    "203.0.113.9/32, 203.0.113.8, false",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 203.0.113.9, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "10.2.0.0/16, ::ffff:10.2.3.4, true"
  })
  void contains_comparesThePrefix(String network, String address, boolean inside) throws Exception {
    assertThat(Cidr.parse(network).contains(InetAddress.getByName(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.2.0.0",
        "10.2.0.0/33",
        "10.2.0.1/16",
        "10.2.0/16",
        "256.0.0.0/8",
        "::1/129",
        "::1/64",
        "host/8",
        "10.0.0.0/08x",
        ":::/8"
      })
  void otherText_isNoNetwork(String text) {
    assertThatThrownBy(() -> Cidr.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write a network");
  }

  @Test
  void hostAndPort_comeFromAnyUrl() {
    assertThat(HostPort.of(URI.create("https://EHR.example/x"))).hasToString("ehr.example:443");
    assertThat(HostPort.of(URI.create("http://[::1]/x"))).hasToString("[::1]:80");
    assertThat(HostPort.of(URI.create("http://a:8080/x"))).isEqualTo(HostPort.parse("A:8080"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "host:", "host:0", "host:65536", ":80", "ho st:80", "a:80:90"})
  void otherText_isNoHostAndPort(String text) {
    assertThatThrownBy(() -> HostPort.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
