package io.poyang.edge.opcua;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;

/**
 * The UCUM code of a server's engineering unit: by its UNECE Recommendation 20 code, which OPC
 * 10000-8 5.6.3.2 packs into a number, else by what it is displayed as.
 */
final class UcumUnits {
  private static final Map<String, String> BY_CODE =
      Map.ofEntries(
          Map.entry("C62", "1"),
          Map.entry("P1", "%"),
          Map.entry("59", "[ppm]"),
          Map.entry("Q30", "[pH]"),
          Map.entry("CEL", "Cel"),
          Map.entry("KEL", "K"),
          Map.entry("PAL", "Pa"),
          Map.entry("A97", "hPa"),
          Map.entry("KPA", "kPa"),
          Map.entry("MPA", "MPa"),
          Map.entry("BAR", "bar"),
          Map.entry("MBR", "mbar"),
          Map.entry("MTR", "m"),
          Map.entry("CMT", "cm"),
          Map.entry("MMT", "mm"),
          Map.entry("MTS", "m/s"),
          Map.entry("MTK", "m2"),
          Map.entry("MTQ", "m3"),
          Map.entry("LTR", "L"),
          Map.entry("MQS", "m3/s"),
          Map.entry("MQH", "m3/h"),
          Map.entry("G51", "L/s"),
          Map.entry("L2", "L/min"),
          Map.entry("M1", "mg/L"),
          Map.entry("GL", "g/L"),
          Map.entry("GP", "mg/m3"),
          Map.entry("KMQ", "kg/m3"),
          Map.entry("GRM", "g"),
          Map.entry("KGM", "kg"),
          Map.entry("TNE", "t"),
          Map.entry("KGS", "kg/s"),
          Map.entry("E93", "kg/h"),
          Map.entry("E18", "t/h"),
          Map.entry("SEC", "s"),
          Map.entry("MIN", "min"),
          Map.entry("HUR", "h"),
          Map.entry("DAY", "d"),
          Map.entry("HTZ", "Hz"),
          Map.entry("RPM", "{rpm}"),
          Map.entry("AMP", "A"),
          Map.entry("4K", "mA"),
          Map.entry("VLT", "V"),
          Map.entry("2Z", "mV"),
          Map.entry("KVT", "kV"),
          Map.entry("WTT", "W"),
          Map.entry("KWT", "kW"),
          Map.entry("MAW", "MW"),
          Map.entry("KWH", "kW.h"),
          Map.entry("MWH", "MW.h"));

  private static final Map<String, String> BY_DISPLAY =
      Map.ofEntries(
          Map.entry("°C", "Cel"),
          Map.entry("℃", "Cel"),
          Map.entry("degC", "Cel"),
          Map.entry("pH", "[pH]"),
          Map.entry("ppm", "[ppm]"),
          Map.entry("mg/l", "mg/L"),
          Map.entry("g/l", "g/L"),
          Map.entry("l/s", "L/s"),
          Map.entry("m³", "m3"),
          Map.entry("m³/h", "m3/h"),
          Map.entry("m³/s", "m3/s"),
          Map.entry("mg/m³", "mg/m3"),
          Map.entry("µS/cm", "uS/cm"),
          Map.entry("μS/cm", "uS/cm"),
          Map.entry("NTU", "{NTU}"),
          Map.entry("rpm", "{rpm}"),
          Map.entry("kWh", "kW.h"),
          Map.entry("MWh", "MW.h"));

  private UcumUnits() {}

  /** Empty when the unit has neither a known code nor a text. */
  static Optional<String> of(EUInformation unit) {
    String known = BY_CODE.get(code(unit.getUnitId()));
    if (known != null) {
      return Optional.of(known);
    }
    LocalizedText display = unit.getDisplayName();
    return Optional.ofNullable(display == null ? null : display.getText())
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(text -> BY_DISPLAY.getOrDefault(text, text));
  }

  private static String code(int unitId) {
    byte[] letters = {
      (byte) (unitId >> 24), (byte) (unitId >> 16), (byte) (unitId >> 8), (byte) unitId
    };
    return new String(letters, StandardCharsets.US_ASCII).replace("\0", "");
  }
}
