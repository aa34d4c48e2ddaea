package io.poyang.console.pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One file of the pages, ready to be sent.
 *
 * @param gzipped the same compressed; null where that does not pay
 * @param immutable whether its name changes with its content
 */
record Page(
    byte[] body, byte @Nullable [] gzipped, String mediaType, String etag, boolean immutable) {
  private static final int SMALLEST_GZIP = 512;
  private static final Map<String, String> MEDIA_TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("map", "application/json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"));

  /** Vite's mark: {@code assets/index-B3x_k2Qa.js}. */
  private static final Pattern HASHED = Pattern.compile("assets/.*-[A-Za-z0-9_-]{8,}\\.[a-z0-9]+");

  static Page of(String path, byte[] body) {
    String ending = path.substring(path.lastIndexOf('.') + 1);
    String mediaType = MEDIA_TYPES.getOrDefault(ending, "application/octet-stream");
    return new Page(
        body, gzipped(body, mediaType), mediaType, etag(body), HASHED.matcher(path).matches());
  }

  private static byte @Nullable [] gzipped(byte[] body, String mediaType) {
    boolean packed = mediaType.equals("image/png") || mediaType.startsWith("font/");
    if (packed || body.length < SMALLEST_GZIP) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.size() < body.length ? out.toByteArray() : null;
  }

  private static String etag(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return "\"" + HexFormat.of().formatHex(digest, 0, 8) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
