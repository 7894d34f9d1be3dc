package io.dukou.gateway.cli;

import io.dukou.audit.KeyFileException;
import io.dukou.audit.LogKeys;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.officers.DeskRefusal;
import io.dukou.gateway.officers.LogDesk;
import io.dukou.gateway.officers.RecordsDesk;
import io.dukou.gateway.officers.RemoteDesk;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Where an officer's command is carried out: at a gateway that runs ({@code --gateway}), or on the
 * log of one that is stopped ({@code --config}).
 */
final class DeskOption {
  @Mixin private final OfflineLog offline = new OfflineLog();

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      description =
          "Ask a gateway that runs, at the address of its records.api; without it the gateway is"
              + " stopped, and --config names its log.")
  private @Nullable URI gateway;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "The key of an officer, one of records.officers: for --gateway, and for whatever looks"
              + " into domestic parts.")
  private @Nullable Path key;

  @Option(
      names = "--authorities",
      paramLabel = "FILE",
      description =
          "PEM file of the authorities of the gateway's TLS certificate; without it those of the"
              + " Java runtime.")
  private @Nullable Path authorities;

  /** Tells whether an officer's key is shown. */
  boolean isOfficers() {
    return key != null;
  }

  /** Does something at the desk. */
  <T> T with(Function<RecordsDesk, T> use) {
    try {
      URI address = gateway;
      if (address == null) {
        return atLog(use);
      }
      if (key == null) {
        throw new CommandException(ExitCode.BAD_INPUT, "--gateway takes --key as well");
      }
      return use.apply(RemoteDesk.of(address, LogKeys.load(key), trust()));
    } catch (DeskRefusal e) {
      ExitCode code =
          switch (e.kind()) {
            case MALFORMED, NOT_FOUND -> ExitCode.BAD_INPUT;
            case REFUSED, TOO_OFTEN, UNKNOWN_OFFICER -> ExitCode.REFUSED;
            case UNAVAILABLE -> ExitCode.INTERNAL;
          };
      throw new CommandException(code, String.valueOf(e.getMessage()), e);
    } catch (KeyFileException e) {
      throw new CommandException(ExitCode.BAD_INPUT, e.getMessage(), e);
    }
  }

  private <T> T atLog(Function<RecordsDesk, T> use) {
    GatewayConfig config = offline.config();
    String officer = key == null ? null : officer(config, key);
    return offline.with(
        config,
        log -> {
          LogDesk.Shared shared =
              LogDesk.Shared.of(
                  log,
                  config.records(),
                  GatewayKeys.load(config.keys().directory()).counting(),
                  InstantSource.system());
          return use.apply(
              officer == null ? LogDesk.anonymous(shared) : LogDesk.of(shared, officer));
        });
  }

  private static String officer(GatewayConfig config, Path key) {
    LogKeys own = LogKeys.load(key);
    if (!config.records().officers().keys().contains(own.vkey())) {
      throw new CommandException(
          ExitCode.REFUSED, "the key is of no officer of records.officers: " + key);
    }
    return own.vkey().name();
  }

  private @Nullable SSLContext trust() {
    Path file = authorities;
    if (file == null) {
      return null;
    }
    try (InputStream input = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(input)) {
        store.setCertificateEntry("authority-" + number++, each);
      }
      if (number == 0) {
        throw new CommandException(ExitCode.BAD_INPUT, file + ": holds no certificate in PEM");
      }
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "cannot read " + file + ": " + FileTrouble.of(e), e);
    } catch (GeneralSecurityException e) {
      throw new CommandException(ExitCode.BAD_INPUT, file + ": holds no certificates in PEM", e);
    }
  }

  /** Returns the lines of the file that describes a person, none without a file. */
  static List<String> person(@Nullable Path description) {
    return description == null ? List.of() : AnonymizerFiles.readText(description).lines().toList();
  }
}
