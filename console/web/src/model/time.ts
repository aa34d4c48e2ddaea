/** Wall-clock times in a named zone, 24 hours, year first: the same in both languages. */

export const DEFAULT_ZONE = 'Asia/Shanghai';

interface Parts {
  readonly date: string;
  readonly time: string;
  readonly millis: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
    });
    formatters.set(zone, found);
  }
  return found;
}

function parts(at: number, zone: string): Parts {
  const p: Record<string, string> = {};
  for (const { type, value } of formatter(zone).formatToParts(at)) p[type] = value;
  return {
    date: `${p['year']}-${p['month']}-${p['day']}`,
    time: `${p['hour']}:${p['minute']}:${p['second']}`,
    millis: p['fractionalSecond'] ?? '000',
  };
}

export function dateTime(at: number, zone: string): string {
  const p = parts(at, zone);
  return `${p.date} ${p.time}`;
}

export function dateTimeMillis(at: number, zone: string): string {
  const p = parts(at, zone);
  return `${p.date} ${p.time}.${p.millis}`;
}

export function time(at: number, zone: string): string {
  return parts(at, zone).time;
}

export function date(at: number, zone: string): string {
  return parts(at, zone).date;
}

/** Minutes east of UTC at that moment. */
export function offsetMinutes(at: number, zone: string): number {
  const p = parts(at, zone);
  const asUtc = Date.parse(`${p.date}T${p.time}.${p.millis}Z`);
  return Math.round((asUtc - at) / 60_000);
}

/** `UTC+8`, `UTC-3:30`. */
export function zoneText(at: number, zone: string): string {
  const minutes = offsetMinutes(at, zone);
  const size = Math.abs(minutes);
  const rest = size % 60;
  const tail = rest ? ':' + String(rest).padStart(2, '0') : '';
  return `UTC${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}${tail}`;
}

/** For `<input type="datetime-local" step="1">`. */
export function toInput(at: number, zone: string): string {
  const p = parts(at, zone);
  return `${p.date}T${p.time}`;
}

/** Reads what such an input holds as a time in the zone; null when it is not one. */
export function fromInput(text: string, zone: string): number | null {
  const naive = Date.parse(/T\d\d:\d\d$/.test(text) ? text + ':00Z' : text + 'Z');
  if (Number.isNaN(naive)) return null;
  // Twice, because the offset belongs to the result and not to the first guess.
  const guess = naive - offsetMinutes(naive, zone) * 60_000;
  return naive - offsetMinutes(guess, zone) * 60_000;
}
