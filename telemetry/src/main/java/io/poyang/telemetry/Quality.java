package io.poyang.telemetry;

import java.util.Locale;

/**
 * How far a value can be trusted: the OPC UA status code (OPC 10000-4, 7.39), and the flag letter
 * of a regulator's protocol (HJ 212-2017, Table 8) where one came with it.
 *
 * @param status OPC UA StatusCode; its two highest bits are the severity
 * @param flag HJ 212 flag letter such as 'N' or 'D', or {@link #NO_FLAG}
 */
public record Quality(int status, char flag) {
  public static final char NO_FLAG = 0;
  public static final int STATUS_GOOD = 0;
  public static final int STATUS_UNCERTAIN = 0x4000_0000;
  public static final int STATUS_BAD = 0x8000_0000;

  public static final Quality GOOD = new Quality(STATUS_GOOD, NO_FLAG);
  public static final Quality UNCERTAIN = new Quality(STATUS_UNCERTAIN, NO_FLAG);
  public static final Quality BAD = new Quality(STATUS_BAD, NO_FLAG);

  public Quality {
    if (flag != NO_FLAG && (flag <= ' ' || flag > '~')) {
      throw new IllegalArgumentException(
          "quality flag must be one printable ASCII letter, was code " + (int) flag);
    }
    if (status >>> 30 == 3) {
      throw new IllegalArgumentException(
          "quality status " + hex(status) + " has the reserved severity 11");
    }
  }

  /** Uses one object for plain Good, by far the most frequent quality. */
  public static Quality of(int status, char flag) {
    return status == STATUS_GOOD && flag == NO_FLAG ? GOOD : new Quality(status, flag);
  }

  public static Quality of(int status) {
    return of(status, NO_FLAG);
  }

  public static boolean isGood(int status) {
    return status >>> 30 == 0;
  }

  public static boolean isBad(int status) {
    return status >>> 30 == 2;
  }

  public boolean isGood() {
    return isGood(status);
  }

  public boolean isUncertain() {
    return status >>> 30 == 1;
  }

  public boolean isBad() {
    return isBad(status);
  }

  /** {@code good}, {@code uncertain} or {@code bad}. */
  public String severity() {
    return isGood() ? "good" : isBad() ? "bad" : "uncertain";
  }

  private static String hex(int status) {
    return "0x%08X".formatted(status);
  }

  @Override
  public String toString() {
    String text = severity().toLowerCase(Locale.ROOT) + "(" + hex(status) + ")";
    return flag == NO_FLAG ? text : text + flag;
  }
}
