package io.dukou.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.gateway.config.IdentityConfig;
import io.dukou.gateway.yaml.ValueTypes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks bearer tokens (RFC 7519, RFC 8725). Safe for use on any event loop; does not block.
 *
 * <h2>Who checks what</h2>
 *
 * <p>The library checks the signature. Left to itself it takes a token without {@code exp}, with
 * any {@code aud} and {@code iss}, any header parameter, an ES signature in DER, and it asks the
 * system's clock; so everything else is checked here: the shape, the header before the signature,
 * the claims after it, from bytes in which no key stands twice.
 *
 * <p>What was found sound is remembered in {@link VerifiedTokens}; the clock is asked every time.
 */
final class BearerTokens {
  private static final Pattern SHAPE =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  /** Header parameters that bring a key, or ask for something that is not done here. */
  private static final Set<String> REFUSED_PARAMETERS =
      Set.of("crit", "b64", "jwk", "jku", "x5c", "x5u", "zip", "enc");

  private static final Set<String> TYPES = Set.of("JWT", "at+jwt", "application/at+jwt");
  private static final long LATEST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  /** More tokens than callers hold at once; each takes some two hundred bytes. */
  private static final int REMEMBERED = 10_000;

  private final IdentityConfig.Jwt config;
  private final JWTAuth signatures;
  private final InstantSource clock;
  private final VerifiedTokens known = new VerifiedTokens(REMEMBERED);

  private BearerTokens(IdentityConfig.Jwt config, JWTAuth signatures, InstantSource clock) {
    this.config = config;
    this.signatures = signatures;
    this.clock = clock;
  }

  /** Reads the issuer's keys and prepares checking. Blocks. */
  static BearerTokens create(Vertx vertx, IdentityConfig.Jwt config, InstantSource clock) {
    JWTAuthOptions options = new JWTAuthOptions();
    TokenKeys.read(config).forEach(options::addPubSecKey);
    // Claims are checked here; in the library, an expired token would fail as a forged one does.
    options.setJWTOptions(new JWTOptions().setIgnoreExpiration(true));
    return new BearerTokens(config, JWTAuth.create(vertx, options), clock);
  }

  /**
   * Checks a token.
   *
   * @return what its client claim says; fails with an {@link AuthenticationException} and nothing
   *     else
   */
  Future<String> check(String token) {
    try {
      checkShape(token);
      Optional<VerifiedToken> remembered = known.find(token);
      if (remembered.isPresent()) {
        return Future.succeededFuture(clientOf(token, remembered.get()));
      }
      checkHeader(part(token, 0));
      return verify(token)
          .transform(
              verified ->
                  verified.succeeded()
                      ? clientOf(token)
                      : Future.failedFuture(new AuthenticationException(Refusal.BAD_SIGNATURE)));
    } catch (AuthenticationException e) {
      return Future.failedFuture(e);
    }
  }

  /** Returns the number of tokens whose signature would not be checked again. */
  int remembered() {
    return known.size();
  }

  /** Returns the client of a token that was found sound before, if its time is not over. */
  private String clientOf(String token, VerifiedToken remembered) {
    if (!remembered.isTakenAt(clock.instant(), config.expiryLeeway())) {
      known.remove(token);
      throw new AuthenticationException(Refusal.BAD_TIMES);
    }
    return remembered.client();
  }

  private Future<User> verify(String token) {
    try {
      return signatures.authenticate(new TokenCredentials(token));
    } catch (RuntimeException e) {
      // Behind a good signature the library throws on claims of another type, such as exp: null.
      throw new AuthenticationException(Refusal.MALFORMED_TOKEN);
    }
  }

  private void checkShape(String token) {
    if (token.length() > config.maxLength() || !SHAPE.matcher(token).matches()) {
      throw new AuthenticationException(Refusal.MALFORMED_TOKEN);
    }
  }

  private void checkHeader(JsonNode header) {
    boolean known =
        isText(header.path("alg"), config.algorithm().name())
            && (!header.has("typ") || TYPES.contains(header.path("typ").asText("")))
            && (!header.has("kid") || header.path("kid").isTextual());
    for (String parameter : REFUSED_PARAMETERS) {
      known &= !header.has(parameter);
    }
    if (!known) {
      throw new AuthenticationException(Refusal.UNEXPECTED_HEADER);
    }
  }

  private Future<String> clientOf(String token) {
    try {
      checkSignatureLength(token);
      JsonNode claims = part(token, 1);
      checkParties(claims);
      VerifiedToken verified = verified(claims);
      known.add(token, verified);
      return Future.succeededFuture(verified.client());
    } catch (AuthenticationException e) {
      return Future.failedFuture(e);
    }
  }

  /** ES signatures are two numbers of fixed length (RFC 7518, 3.4), never DER. */
  private void checkSignatureLength(String token) {
    int length = decode(token.split("\\.", -1)[2]).length;
    boolean sound =
        switch (config.algorithm()) {
          case ES256 -> length == 64;
          case ES384 -> length == 96;
          default -> length >= 256;
        };
    if (!sound) {
      throw new AuthenticationException(Refusal.BAD_SIGNATURE);
    }
  }

  private void checkParties(JsonNode claims) {
    boolean sound = isText(claims.path("iss"), config.issuer()) && audienceIsUs(claims.path("aud"));
    if (!sound) {
      throw new AuthenticationException(Refusal.WRONG_ISSUER_OR_AUDIENCE);
    }
  }

  private boolean audienceIsUs(JsonNode audience) {
    if (!audience.isArray()) {
      return isText(audience, config.audience());
    }
    boolean found = false;
    for (JsonNode one : audience) {
      if (!one.isTextual()) {
        return false;
      }
      found |= isText(one, config.audience());
    }
    return found;
  }

  private VerifiedToken verified(JsonNode claims) {
    Instant issued = time(claims, "iat");
    Instant expires = time(claims, "exp");
    Instant notBefore = claims.has("nbf") ? time(claims, "nbf") : null;
    JsonNode client = claims.path(ValueTypes.written(config.clientClaim()));
    VerifiedToken verified = new VerifiedToken(client.asText(), issued, expires, notBefore);
    boolean sound =
        verified.isTakenAt(clock.instant(), config.expiryLeeway())
            && expires.isAfter(issued)
            && Duration.between(issued, expires).compareTo(config.maxLifetime()) <= 0;
    if (!sound) {
      throw new AuthenticationException(Refusal.BAD_TIMES);
    }
    if (!client.isTextual() || verified.client().isEmpty()) {
      throw new AuthenticationException(Refusal.UNKNOWN_CLIENT);
    }
    return verified;
  }

  /** Reads a NumericDate in whole seconds. */
  private static Instant time(JsonNode claims, String name) {
    JsonNode value = claims.path(name);
    boolean sound =
        value.isIntegralNumber()
            && value.canConvertToLong()
            && value.longValue() >= 0
            && value.longValue() <= LATEST_SECOND;
    if (!sound) {
      throw new AuthenticationException(Refusal.BAD_TIMES);
    }
    return Instant.ofEpochSecond(value.longValue());
  }

  private static boolean isText(JsonNode node, String text) {
    return node.isTextual() && node.textValue().equals(text);
  }

  private static JsonNode part(String token, int index) {
    try {
      return StrictJson.object(decode(token.split("\\.", -1)[index]));
    } catch (IOException e) {
      throw new AuthenticationException(Refusal.MALFORMED_TOKEN);
    }
  }

  private static byte[] decode(String part) {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw new AuthenticationException(Refusal.MALFORMED_TOKEN);
    }
  }
}
