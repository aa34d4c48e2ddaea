/** UCUM codes as people write them. */

const WHOLE: Readonly<Record<string, string>> = {
  '1': '',
  '[pH]': 'pH',
  Cel: '°C',
  '[degF]': '°F',
  deg: '°',
  '[ppm]': 'ppm',
  '[ppmv]': 'ppm',
  '[ppb]': 'ppb',
  'L/min': 'L/min',
};

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `m3/h` becomes m³/h, `kW.h` kW·h, `{NTU}` NTU, `uS/cm` µS/cm; an unknown code stays as it is. */
export function unitText(ucum: string): string {
  const whole = WHOLE[ucum];
  if (whole !== undefined) return whole;
  return ucum
    .replace(/\{([^}]*)\}/g, '$1')
    .replace(/\[([a-zA-Z]+)\]/g, '$1')
    .replace(/\bCel\b/g, '°C')
    .replace(/\bu(?=[A-Za-z])/g, 'µ')
    .replace(/([A-Za-z])(-?)(\d)/g, (_, letter: string, minus: string, digit: string) =>
      letter + (minus && '⁻') + (SUPERSCRIPTS[Number(digit)] ?? digit),
    )
    .replace(/(?<=\D)\.(?=\D)/g, '·');
}
