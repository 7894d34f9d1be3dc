package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.WitnessPolicy;
import io.dukou.audit.postgres.PostgresOptions;
import io.dukou.gateway.yaml.ByteSize;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the log is kept.
 *
 * @param directory the folder of the log itself
 * @param domestic the folder of the domestic parts, which never leave China and can be erased
 * @param reserve how much room the log keeps on its disk that nobody else can fill; 0 for none
 * @param origin the name of the log, which its checkpoints and receipts carry
 * @param database the database that holds log and domestic parts in place of the two folders, or
 *     null
 * @param suite which digests the log uses
 * @param timeStamps who stamps its checkpoints, or null
 * @param witnesses who cosigns its checkpoints, or null
 * @param tiles where checkpoint and tiles are shown by HTTP, or null
 * @param completenessInterval how often answers, entries and persons are compared
 */
public record AuditConfig(
    Path directory,
    Path domestic,
    @Nullable PostgresOptions database,
    ByteSize reserve,
    String origin,
    Suite suite,
    @Nullable TimeStamps timeStamps,
    @Nullable Witnesses witnesses,
    @Nullable Tiles tiles,
    Duration completenessInterval) {
  /** Checks that the two folders are apart and that the name can stand in a checkpoint. */
  public AuditConfig {
    requireNonNull(directory, "directory");
    requireNonNull(domestic, "domestic");
    requireNonNull(reserve, "reserve");
    requireNonNull(suite, "suite");
    requireNonNull(completenessInterval, "completenessInterval");
    if (domestic.startsWith(directory) || directory.startsWith(domestic)) {
      throw new IllegalArgumentException(
          "directory and domestic lie inside each other: use two folders, so that the log can be"
              + " shown without the domestic parts");
    }
    requireName(origin);
  }

  /**
   * Returns {@code origin} if it can name a log.
   *
   * @throws IllegalArgumentException with the remedy, if it cannot
   */
  public static String requireName(String origin) {
    if (!origin.matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,253}")) {
      throw new IllegalArgumentException(
          "'" + origin + "' cannot name a log: write one such as dukou.hospital.example/log");
    }
    return origin;
  }

  /**
   * A time stamping authority (RFC 3161).
   *
   * @param url where it is asked
   * @param roots the PEM file with the roots that its tokens are checked with
   * @param authorities the PEM file with the authorities that its TLS certificate comes from, or
   *     null for those of the Java runtime
   * @param interval how often it is asked, where the log has grown
   */
  public record TimeStamps(URI url, Path roots, @Nullable Path authorities, Duration interval) {
    /** Checks that all that is needed is there. */
    public TimeStamps {
      requireNonNull(url, "url");
      requireNonNull(roots, "roots");
      requireNonNull(interval, "interval");
    }
  }

  /**
   * Witnesses of the log.
   *
   * @param policy which witnesses there are, where, and how many must cosign
   * @param mode whether a release waits for them in vain
   * @param timeout how long an entry waits for them
   * @param interval how often they are asked, where the log has grown and nothing waits
   * @param authorities the PEM file with the authorities that their TLS certificates come from, or
   *     null for those of the Java runtime
   */
  public record Witnesses(
      WitnessPolicy policy,
      Mode mode,
      Duration timeout,
      Duration interval,
      @Nullable Path authorities) {
    /** Checks that somebody can be asked. */
    public Witnesses {
      requireNonNull(mode, "mode");
      requireNonNull(timeout, "timeout");
      requireNonNull(interval, "interval");
      if (policy.witnesses().stream().allMatch(witness -> witness.address().isEmpty())) {
        throw new IllegalArgumentException(
            "the policy names no witness with a URL: write where each takes checkpoints");
      }
    }

    /** What happens where witnesses are too few. */
    public enum Mode {
      /** Nothing is released. */
      REQUIRED,
      /** Releases happen, and receipts carry what cosignatures there are. */
      BEST_EFFORT;

      /** Returns the word of the configuration. */
      public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }
  }

  /**
   * Where the log is shown by HTTP.
   *
   * @param host the address to listen on
   * @param port the TCP port; 0 lets the system choose
   * @param certificate the PEM file of the certificate chain, or null where TLS ends elsewhere
   * @param key the PEM file of its key, or null
   * @param inspectors who may see entries, or null if nobody
   */
  public record Tiles(
      String host,
      int port,
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable Inspectors inspectors) {
    /** Checks that nothing is half there, and that plain HTTP stays on this machine. */
    public Tiles {
      requireNonNull(host, "host");
      if ((certificate == null) != (key == null)) {
        throw new IllegalArgumentException("certificate and key go together");
      }
      if (certificate == null && !Loopback.isLiteral(host)) {
        throw new IllegalArgumentException(
            "name certificate and key, or listen on a loopback address behind what speaks TLS");
      }
    }
  }

  /**
   * Who may see entries.
   *
   * @param tokenFile the owner-only file with their bearer token
   * @param networks the networks in China that they come from
   */
  public record Inspectors(Path tokenFile, List<Cidr> networks) {
    /** Copies the list and refuses an empty one. */
    public Inspectors {
      requireNonNull(tokenFile, "tokenFile");
      networks = List.copyOf(networks);
      if (networks.isEmpty()) {
        throw new IllegalArgumentException("name the networks in China that inspectors come from");
      }
    }
  }

  /** Sets of algorithms. */
  public enum Suite {
    /** SHA-256. */
    DEFAULT,
    /** SHA-256 and, beside it, SM3. */
    SM
  }
}
