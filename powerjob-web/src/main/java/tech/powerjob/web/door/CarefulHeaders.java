package tech.powerjob.web.door;

import jakarta.servlet.http.HttpServletResponse;

/** Headers that tell browsers to trust nothing but us. */
final class CarefulHeaders {
  private CarefulHeaders() {}

  static void set(HttpServletResponse response, Door door) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (door == Door.REST
        || door == Door.WORKER
        || door == Door.NOWHERE
        || door == Door.LIVE
        || door == Door.DESCRIPTION) {
      // Pages get theirs from PrimeFaces, which adds a fresh nonce for its scripts, and those of
      // the description set their own.
      response.setHeader(
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
    }
    if (door == Door.REST
        || door == Door.WORKER
        || door == Door.PAGE
        || door == Door.LIVE
        || door == Door.DESCRIPTION) {
      response.setHeader("Cache-Control", "no-store");
    }
  }
}
