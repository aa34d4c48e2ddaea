import * as time from '../model/time.js';

const SECOND = 1000;
const DAY = 86_400_000;

/** Texts of the time axis: the time of day, and beneath it the date where a day begins. */
export function tickTexts(splits: readonly number[], increment: number, zone: string): string[] {
  let before = '';
  return splits.map((at) => {
    const date = time.date(at, zone);
    const first = date !== before;
    before = date;
    if (increment >= DAY) return date.slice(5);
    const clock = time.time(at, zone);
    const millis = increment < SECOND ? time.dateTimeMillis(at, zone).slice(-4) : '';
    const shown = increment < 60 * SECOND ? clock + millis : clock.slice(0, 5);
    return first ? `${shown}\n${date}` : shown;
  });
}
