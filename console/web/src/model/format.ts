/** Numbers, ages and times as text. Everything here is pure: language and zone come in. */

import type { Lang } from '../i18n/texts.js';
import type { Signal } from './types.js';

export const DASH = '–';

/**
 * Digits after the point: from the instrument range where there is one, so that the digits of a
 * signal do not dance; else from the value's magnitude.
 */
export function decimals(range: readonly [number, number] | null, value: number): number {
  const size = range ? range[1] - range[0] : Math.abs(value);
  if (range) return size >= 5000 ? 0 : size >= 50 ? 1 : size >= 5 ? 2 : size >= 0.5 ? 3 : 4;
  if (size === 0) return 0;
  return size >= 1000 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 4 : 6;
}

/** 1234567.5 with 1 digit becomes 1,234,567.5; the minus is a real one; never an exponent. */
export function number(value: number, digits: number): string {
  if (!Number.isFinite(value)) return DASH;
  const text = Math.abs(value).toFixed(digits);
  const [whole = '0', fraction] = text.split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  const negative = value < 0 && Number(text) !== 0;
  return (negative ? '−' : '') + grouped + (fraction === undefined ? '' : '.' + fraction);
}

/** Digits after the point that tell steps of this size apart: 1 for 2.5, 2 for 0.25, 0 for 20. */
export function digitsOf(step: number): number {
  for (let digits = 0; digits < 6; digits++) {
    const shifted = step * 10 ** digits;
    if (Math.abs(shifted - Math.round(shifted)) < 1e-6 * shifted) return digits;
  }
  return 6;
}

/** The label of a state signal, or its number; the number of a measurement. */
export function value(
  of: Pick<Signal, 'range' | 'states'>,
  reading: number | null | undefined,
  lang: Lang,
): string {
  if (reading === null || reading === undefined) return DASH;
  const label = of.states[String(reading)];
  if (label) return label[lang];
  if (isState(of)) return number(reading, Number.isInteger(reading) ? 0 : 2);
  return number(reading, decimals(of.range, reading));
}

export function isState(signal: Pick<Signal, 'states'>): boolean {
  return Object.keys(signal.states).length > 0;
}

/** 123456 becomes 123,456. */
export function count(n: number): string {
  return number(n, 0);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = {
  zh: { ms: ' 毫秒', s: ' 秒', min: ' 分', h: ' 小时', d: ' 天' },
  en: { ms: ' ms', s: ' s', min: ' min', h: ' h', d: ' d' },
} as const;

/** One or two parts, such as 42 s, 3 min, 5 h 20 min, 2 d 3 h. */
export function duration(millis: number, lang: Lang): string {
  const u = UNITS[lang];
  if (millis < SECOND) return `${Math.max(0, Math.round(millis))}${u.ms}`;
  if (millis < MINUTE) return `${trim(millis / SECOND)}${u.s}`;
  if (millis < HOUR) return `${Math.floor(millis / MINUTE)}${u.min}`;
  const [big, small, bigUnit, smallUnit] =
    millis < DAY ? ([HOUR, MINUTE, u.h, u.min] as const) : ([DAY, HOUR, u.d, u.h] as const);
  const rest = Math.floor((millis % big) / small);
  return `${Math.floor(millis / big)}${bigUnit}` + (rest > 0 ? ` ${rest}${smallUnit}` : '');
}

function trim(seconds: number): string {
  return seconds < 10 && seconds % 1 !== 0 ? seconds.toFixed(1) : String(Math.floor(seconds));
}

/** Age of a reading in whole seconds; a clock that runs ahead gives 0, never a negative age. */
export function age(at: number, now: number, lang: Lang): string {
  return duration(Math.max(0, Math.floor((now - at) / SECOND)) * SECOND || 0, lang).replace(
    /^0 (ms|毫秒)$/,
    `0${UNITS[lang].s}`,
  );
}

const JUST_NOW_MILLIS = 5 * SECOND;

/** For a screen full of ages: what is as fresh as can be says so and does not count along. */
export function ageOrNow(at: number, now: number, lang: Lang): string {
  if (now - at < JUST_NOW_MILLIS) return lang === 'zh' ? '刚刚' : 'now';
  return age(at, now, lang);
}

/** As part of a sentence: `3 min ago`, `just now`. */
export function ago(at: number, now: number, lang: Lang): string {
  if (now - at < JUST_NOW_MILLIS) return lang === 'zh' ? '刚刚' : 'just now';
  return lang === 'zh' ? `${age(at, now, lang)}前` : `${age(at, now, lang)} ago`;
}

/** The width of a down-sampling bucket, not rounded away: 67 s, 2.5 min, 1.4 h. */
export function bucket(millis: number, lang: Lang): string {
  const u = UNITS[lang];
  const short = (n: number) => (n < 10 ? n.toFixed(1).replace(/\.0$/, '') : n.toFixed(0));
  if (millis < SECOND) return `${Math.round(millis)}${u.ms}`;
  if (millis < 2 * MINUTE) return `${short(millis / SECOND)}${u.s}`;
  if (millis < 2 * HOUR) return `${short(millis / MINUTE)}${u.min}`;
  return `${short(millis / HOUR)}${u.h}`;
}
