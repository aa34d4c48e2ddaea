import type { Signal } from '../model/types.js';
import { isState } from '../model/format.js';
import { unitText } from '../model/units.js';
import { extent, type Track } from './series.js';

/** One vertical scale and the signals (by position) that share it: one for each unit. */
export interface Scale {
  readonly key: string;
  readonly unit: string;
  readonly members: readonly number[];
  /** Labels of the only member when it is a state signal. */
  readonly states: Signal['states'] | null;
}

/** Same unit, same scale; a state signal keeps to itself, because its numbers mean only its words. */
export function scales(signals: readonly Signal[]): Scale[] {
  const found = new Map<string, { unit: string; members: number[]; states: Signal['states'] | null }>();
  signals.forEach((s, i) => {
    const key = isState(s) ? 'state ' + s.id : 'unit ' + s.unit;
    const scale = found.get(key);
    if (scale) scale.members.push(i);
    else found.set(key, { unit: isState(s) ? '' : unitText(s.unit), members: [i], states: isState(s) ? s.states : null });
  });
  return [...found].map(([key, s]) => ({ key, ...s }));
}

/**
 * What a scale must show: all good values of the window with a little air, and never less than a
 * hundredth of the instrument range, so that noise does not look like an event. A bad value may
 * leave the plot; the band under it still tells of it.
 */
export function scaleRange(
  scale: Scale,
  signals: readonly Signal[],
  tracks: readonly (Track | undefined)[],
  from: number,
  to: number,
): [number, number] {
  if (scale.states) {
    const numbers = Object.keys(scale.states).map(Number);
    return [Math.min(...numbers) - 0.4, Math.max(...numbers) + 0.4];
  }
  let low = Infinity;
  let high = -Infinity;
  let least = 0;
  for (const i of scale.members) {
    const t = tracks[i];
    const e = t && (extent(t, from, to) ?? extent({ ...t, quality: t.quality.map(() => 0) }, from, to));
    if (e) {
      low = Math.min(low, e[0]);
      high = Math.max(high, e[1]);
    }
    const range = signals[i]?.range;
    if (range) least = Math.max(least, (range[1] - range[0]) / 100);
  }
  if (low > high) return [0, 1];
  least ||= Math.max(Math.abs(high), Math.abs(low)) / 100 || 1;
  const air = Math.max((high - low) * 0.07, (least - (high - low)) / 2, Number.MIN_VALUE);
  const bottom = low - air;
  // A quantity that is never negative keeps its floor.
  return [low >= 0 && bottom < 0 ? 0 : bottom, high + air];
}
