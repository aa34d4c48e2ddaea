import { describe, expect, it } from 'vitest';
import { isStale, rangePosition, TRAVEL_MILLIS, trust, type Current } from '../src/model/freshness.js';

const signal = { maxSilenceMillis: 60_000 };
const now = 1_000_000;
const reading = (age: number, status = 0): Current => ({ at: now - age, value: 1, status, flag: null });

describe('trust', () => {
  it('is none before the first reading', () => {
    expect(trust(undefined, signal, now, false)).toBe('none');
  });

  it('is stale once the signal was silent longer than it may be', () => {
    expect(trust(reading(60_000 + TRAVEL_MILLIS), signal, now, false)).toBe('good');
    expect(trust(reading(60_001 + TRAVEL_MILLIS), signal, now, false)).toBe('stale');
  });

  it('is stale for everything when the line is lost, however fresh it looks', () => {
    expect(trust(reading(10), signal, now, true)).toBe('stale');
  });

  it('puts staleness before quality: an old bad is an old value first', () => {
    expect(trust(reading(10, 0x80000000), signal, now, false)).toBe('bad');
    expect(trust(reading(10, 0x40000000), signal, now, false)).toBe('uncertain');
    expect(trust(reading(100_000, 0x80000000), signal, now, false)).toBe('stale');
  });

  it('does not call a reading from a clock that runs ahead stale', () => {
    expect(isStale(now + 30_000, now, 1_000)).toBe(false);
  });
});

describe('the range bar', () => {
  it('shows where the value is and on which side it left the range', () => {
    expect(rangePosition(25, [0, 100])).toEqual({ at: 0.25, outside: 0 });
    expect(rangePosition(0, [-10, 10])).toEqual({ at: 0.5, outside: 0 });
    expect(rangePosition(130, [0, 100])).toEqual({ at: 1, outside: 1 });
    expect(rangePosition(-1, [0, 100])).toEqual({ at: 0, outside: -1 });
  });
});
