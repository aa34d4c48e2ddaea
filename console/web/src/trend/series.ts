/** Readings as tracks, and tracks as the one table that a plot wants. */

import type { Series } from '../model/types.js';

/**
 * One signal's readings, oldest first; grows at its end in live mode. A null value of good quality
 * is a gap: nothing is known until the next point. A null value of another quality is a reading in
 * which nothing was measured.
 */
export interface Track {
  readonly signal: string;
  readonly downsampled: boolean;
  readonly bucketMillis: number;
  /** How far apart two readings may be and still be joined: beyond it, silence is a gap. */
  readonly reach: number;
  readings: number;
  readonly at: number[];
  readonly value: (number | null)[];
  readonly quality: number[];
}

export function track(series: Series, maxSilence: number): Track {
  return {
    signal: series.signal,
    downsampled: series.downsampled,
    bucketMillis: series.bucketMillis,
    reach: Math.max(gapMillis(maxSilence), series.bucketMillis),
    readings: series.readings,
    at: [...series.at],
    value: [...series.value],
    quality: [...series.quality],
  };
}

/** The server's measure of a gap: half as long again as the signal may be silent. */
export function gapMillis(maxSilence: number): number {
  return maxSilence * 1.5;
}

/** Takes a live reading in: at the end as a rule, replacing one of the same time. */
export function append(t: Track, at: number, value: number | null, level: number): void {
  const last = t.at.at(-1);
  if (last === undefined || at > last) {
    if (last !== undefined && at - last > t.reach && !isGap(t, t.at.length - 1)) {
      push(t, last + t.reach, null, 0);
    }
    push(t, at, value, level);
    t.readings++;
    return;
  }
  const i = lowerBound(t.at, at);
  if (t.at[i] === at) {
    t.value[i] = value;
    t.quality[i] = level;
  } else {
    t.at.splice(i, 0, at);
    t.value.splice(i, 0, value);
    t.quality.splice(i, 0, level);
    t.readings++;
  }
}

function push(t: Track, at: number, value: number | null, level: number): void {
  t.at.push(at);
  t.value.push(value);
  t.quality.push(level);
}

/**
 * For a state, which holds until it changes: carries each value on to where its word ends, which is
 * the gap after it, or as far as it reaches at the track's end.
 */
export function held(t: Track, now: number): Track {
  const at: number[] = [];
  const value: (number | null)[] = [];
  const quality: number[] = [];
  const put = (a: number, v: number | null, q: number) => {
    at.push(a);
    value.push(v);
    quality.push(q);
  };
  for (let i = 0; i < t.at.length; i++) {
    if (i > 0 && isGap(t, i) && t.at[i]! - 1 > t.at[i - 1]!) put(t.at[i]! - 1, t.value[i - 1]!, t.quality[i - 1]!);
    put(t.at[i]!, t.value[i]!, t.quality[i]!);
  }
  const last = t.at.at(-1);
  if (last !== undefined && !isGap(t, t.at.length - 1)) {
    const end = Math.min(now, last + t.reach);
    if (end > last) put(end, t.value.at(-1)!, t.quality.at(-1)!);
  }
  return { ...t, at, value, quality };
}

/** Forgets what left the window, keeping one point before it so that the line enters the plot. */
export function dropBefore(t: Track, from: number): void {
  const keep = lowerBound(t.at, from) - 1;
  if (keep <= 0) return;
  t.at.splice(0, keep);
  t.value.splice(0, keep);
  t.quality.splice(0, keep);
}

/** Index of the first time that is not before `at`. */
export function lowerBound(times: readonly number[], at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the reading that was in force at that time; -1 before the first and in a gap. */
export function inForce(t: Track, at: number): number {
  const next = lowerBound(t.at, at);
  const i = t.at[next] === at ? next : next - 1;
  return i < 0 || isGap(t, i) || at - t.at[i]! > t.reach ? -1 : i;
}

/** undefined: this signal has no point here, draw on; null: a gap, stop the line. */
export type Cell = number | null | undefined;

export interface Table {
  readonly x: number[];
  /** Per track two columns: what is good (solid), and what is not with its neighbours (dashed). */
  readonly columns: Cell[][];
}

/** Merges tracks of different times into one table. */
export function merge(tracks: readonly Track[]): Table {
  const x = union(tracks.map((t) => t.at));
  const columns: Cell[][] = [];
  for (const t of tracks) {
    const solid: Cell[] = new Array<Cell>(x.length).fill(undefined);
    const dashed: Cell[] = new Array<Cell>(x.length).fill(undefined);
    for (let i = 0, row = 0; i < t.at.length; i++) {
      while (x[row]! < t.at[i]!) row++;
      const value = t.value[i] ?? null;
      const good = t.quality[i] === 0;
      solid[row] = good ? value : null;
      dashed[row] = good && !besideDoubt(t, i) ? null : value;
    }
    widenGaps(solid);
    widenGaps(dashed);
    columns.push(solid, dashed);
  }
  return { x, columns };
}

/**
 * A gap lasts from the value before it to the value after it, also across the rows that other
 * signals brought into the table: the plot would draw a line through those.
 */
function widenGaps(column: Cell[]): void {
  let before: Cell = null;
  for (let i = 0; i < column.length; ) {
    if (column[i] !== undefined) {
      before = column[i++];
      continue;
    }
    let end = i;
    while (end < column.length && column[end] === undefined) end++;
    const after = end < column.length ? column[end] : null;
    if (before === null || after === null) column.fill(null, i, end);
    i = end;
  }
}

function besideDoubt(t: Track, i: number): boolean {
  return doubtful(t, i - 1) || doubtful(t, i + 1);
}

function doubtful(t: Track, i: number): boolean {
  const q = t.quality[i];
  return q !== undefined && q !== 0 && t.value[i] !== null;
}

function union(lists: readonly (readonly number[])[]): number[] {
  const only = lists[0];
  if (only && lists.length === 1) return [...only];
  const all = new Float64Array(lists.reduce((n, l) => n + l.length, 0));
  let n = 0;
  for (const list of lists) {
    all.set(list, n);
    n += list.length;
  }
  all.sort();
  const distinct: number[] = [];
  for (const at of all) if (at !== distinct[distinct.length - 1]) distinct.push(at);
  return distinct;
}

export type RunKind = 'bad' | 'uncertain' | 'gap';

export interface Run {
  readonly kind: RunKind;
  readonly from: number;
  readonly to: number;
}

/** Stretches that are not plainly good, for the band under the plot. */
export function runs(t: Track, from: number, to: number): Run[] {
  const found: Run[] = [];
  const add = (kind: RunKind, start: number, end: number) => {
    const last = found.at(-1);
    if (last && last.kind === kind && last.to >= start) {
      found[found.length - 1] = { kind, from: last.from, to: end };
    } else {
      found.push({ kind, from: start, to: end });
    }
  };
  const first = t.at[0];
  if (first === undefined || first - from > t.reach) add('gap', from, Math.min(to, first ?? to));
  for (let i = 0; i < t.at.length; i++) {
    const kind = kindAt(t, i);
    const at = t.at[i]!;
    if (!kind || at > to) continue;
    const start = Math.max(from, at);
    const end = Math.min(to, t.at[i + 1] ?? (kind === 'gap' ? to : at + t.reach));
    if (end >= start) add(kind, start, end);
  }
  const last = t.at.at(-1);
  if (last !== undefined && to - last > t.reach && !isGap(t, t.at.length - 1)) {
    add('gap', Math.max(from, last + t.reach), to);
  }
  return found;
}

function isGap(t: Track, i: number): boolean {
  return t.value[i] === null && t.quality[i] === 0;
}

function kindAt(t: Track, i: number): RunKind | null {
  if (isGap(t, i)) return 'gap';
  const q = t.quality[i];
  return q === 0 ? null : q === 1 ? 'uncertain' : 'bad';
}

/** Smallest and largest good value within the window; null where there is none. */
export function extent(t: Track, from: number, to: number): readonly [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (let i = lowerBound(t.at, from); i < t.at.length && t.at[i]! <= to; i++) {
    const v = t.value[i];
    if (v === null || v === undefined || t.quality[i] !== 0) continue;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return low <= high ? [low, high] : null;
}
