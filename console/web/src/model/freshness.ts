import type { Signal } from './types.js';
import { severity } from './quality.js';

/** A value as the pages hold it; `status` is the OPC UA code. */
export interface Current {
  readonly at: number;
  readonly value: number | null;
  readonly status: number;
  readonly flag: string | null;
}

/**
 * What an operator may believe of a value, worst first: nothing ever came; the way to us is lost or
 * the signal was silent too long; the instrument says bad or uncertain; fine.
 */
export type Trust = 'none' | 'stale' | 'bad' | 'uncertain' | 'good';

/** A reading travels a moment: a signal is not stale the instant its silence is over. */
export const TRAVEL_MILLIS = 5_000;

export function isStale(at: number, now: number, maxSilenceMillis: number): boolean {
  return now - at > maxSilenceMillis + TRAVEL_MILLIS;
}

export function trust(
  current: Current | undefined,
  signal: Pick<Signal, 'maxSilenceMillis'>,
  now: number,
  feedLost: boolean,
): Trust {
  if (current === undefined) return 'none';
  if (feedLost || isStale(current.at, now, signal.maxSilenceMillis)) return 'stale';
  return severity(current.status);
}

export type RangePosition = { readonly at: number; readonly outside: -1 | 0 | 1 };

/** Where a value stands within the instrument range, 0..1, and on which side it left it. */
export function rangePosition(value: number, range: readonly [number, number]): RangePosition {
  const [low, high] = range;
  const at = (value - low) / (high - low);
  return { at: Math.min(1, Math.max(0, at)), outside: at < 0 ? -1 : at > 1 ? 1 : 0 };
}
