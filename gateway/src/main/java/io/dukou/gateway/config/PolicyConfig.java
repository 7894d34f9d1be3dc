package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which engine decides.
 *
 * @param engine the engine
 * @param timeout how long a decision may take; after it the answer is no
 * @param opa the OPA server, or null with the embedded engine
 */
public record PolicyConfig(Engine engine, Duration timeout, @Nullable Opa opa) {
  /** Checks that an OPA server is named exactly when it decides. */
  public PolicyConfig {
    requireNonNull(engine, "engine");
    requireNonNull(timeout, "timeout");
    if (engine == Engine.OPA && opa == null) {
      throw new IllegalArgumentException("engine is opa: add opa with its url");
    }
    if (engine == Engine.EMBEDDED && opa != null) {
      throw new IllegalArgumentException("engine is embedded: leave opa out, or set engine: opa");
    }
  }

  /** The engines. */
  public enum Engine {
    /** The compiled bundle inside this process. */
    EMBEDDED,
    /** A real OPA over HTTP. */
    OPA
  }

  /**
   * An OPA server.
   *
   * @param url its base URL
   * @param authorities the PEM file with the authorities that its certificate comes from, or null
   *     for those of the Java runtime
   * @param tokenFile the owner-only file with the bearer token shown to it, or null
   */
  public record Opa(URI url, @Nullable Path authorities, @Nullable Path tokenFile) {
    /** Checks that the URL is there. */
    public Opa {
      requireNonNull(url, "url");
    }
  }
}
