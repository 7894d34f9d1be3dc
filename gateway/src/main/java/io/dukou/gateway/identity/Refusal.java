package io.dukou.gateway.identity;

/** Why a request was refused before its caller was known; a registered code, safe in any log. */
public enum Refusal {
  /** No credentials, or more than one. */
  NO_CREDENTIALS,
  /** The token is no signed JWT of a shape that is taken. */
  MALFORMED_TOKEN,
  /** The header names another algorithm, or asks for something that is not understood. */
  UNEXPECTED_HEADER,
  /** The signature is by no known key. */
  BAD_SIGNATURE,
  /** Issuer or audience is another. */
  WRONG_ISSUER_OR_AUDIENCE,
  /** A time is missing, has passed, lies ahead, or they are too far apart. */
  BAD_TIMES,
  /** The token or the certificate belongs to no registration. */
  UNKNOWN_CLIENT,
  /** Too many failures lately, so nothing was looked at. */
  TOO_MANY
}
