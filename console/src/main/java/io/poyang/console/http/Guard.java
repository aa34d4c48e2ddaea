package io.poyang.console.http;

import io.poyang.telemetry.config.Secret;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Lets through who shows the administrator's token. Only in a header that no browser sends by
 * itself, so that a page from elsewhere cannot change anything in the name of whoever looks at it.
 */
public final class Guard {
  private static final String SCHEME = "Bearer ";

  private final byte[] token;

  public Guard(Secret token) {
    this.token = token.reveal().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws ProblemException where the token is missing or another one
   */
  public void admit(RoutingContext ctx) {
    String shown = ctx.request().getHeader("authorization");
    if (shown == null || !shown.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw refused(
          ctx, "this changes something and needs the administrator's token, but none was shown");
    }
    byte[] offered = shown.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8);
    // Takes as long for a token that is nearly right as for any other.
    if (!MessageDigest.isEqual(token, offered)) {
      throw refused(ctx, "the token that was shown is not the administrator's of this server");
    }
  }

  private static ProblemException refused(RoutingContext ctx, String detail) {
    ctx.response().putHeader("www-authenticate", "Bearer");
    return new Problem(
            401,
            "unauthorized",
            "Unauthorized",
            detail
                + ": send 'authorization: Bearer TOKEN' with what stands in admin.token in the"
                + " server's data folder, or use ./poyang quarantine")
        .asException();
  }
}
