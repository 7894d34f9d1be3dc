package io.dukou.gateway.cli;

import io.dukou.audit.AuditLog;
import io.dukou.audit.LogSigners;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Makes the empty log of a site whose key is in a token, in a process of its own. */
final class TokenSite {
  private TokenSite() {}

  public static void main(String[] arguments) {
    OfflineSite site = OfflineSite.of(Path.of(arguments[0]));
    LogSigners signers =
        LogSigners.load(site.path("keys"), "log.example/a", null, new SecureRandom());
    AuditLog.create(site.logStorage(), site.domestic(), signers);
  }
}
