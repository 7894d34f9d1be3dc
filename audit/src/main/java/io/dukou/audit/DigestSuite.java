package io.dukou.audit;

/** Which digests of a body are recorded. */
public enum DigestSuite {
  /** SHA-256 alone. */
  SHA256,
  /** SHA-256 and SM3 (GB/T 32905), where commercial cryptography is required. */
  SHA256_AND_SM3
}
