/** The time line of a certificate: cells of whole hours, few enough to be told apart. */

import type { Continuity, Verdict } from './types.js';

const HOUR = 3_600_000;
const MOST_CELLS = 96;

export interface Cell {
  readonly from: number;
  readonly to: number;
  readonly readings: number;
  readonly missing: boolean;
  readonly gap: boolean;
}

/** How much time a cell stands for. */
export function cellMillis({ period }: Pick<Continuity, 'period'>): number {
  return Math.max(1, Math.ceil((period.to - period.from) / HOUR / MOST_CELLS)) * HOUR;
}

/** The cells of one epoch; of all of them and of every gap where none is named. */
export function cells(certificate: Continuity, epoch: string | null): readonly Cell[] {
  const { from, to } = certificate.period;
  const size = cellMillis(certificate);
  const missing = certificate.chains
    .flatMap((chain) => chain.epochs)
    .filter((e) => epoch === null || e.epoch === epoch)
    .flatMap((e) => e.missing);
  const gaps = certificate.gaps.filter(
    (gap) => !gap.arrived && (epoch === null || gap.batches?.epoch === epoch),
  );
  const readings = new Map<number, number>();
  for (const hour of certificate.hours) {
    if (epoch !== null && hour.epoch !== epoch) continue;
    const index = Math.floor((hour.from - from) / size);
    readings.set(index, (readings.get(index) ?? 0) + hour.readings);
  }
  return Array.from({ length: Math.ceil((to - from) / size) }, (_, i) => {
    const start = from + i * size;
    const end = Math.min(to, start + size);
    return {
      from: start,
      to: end,
      readings: readings.get(i) ?? 0,
      missing: missing.some((m) => m.from < end && m.to > start),
      // A gap's end belongs to it.
      gap: gaps.some((g) => g.from < end && g.to >= start),
    };
  });
}

export interface Run {
  readonly first: number;
  readonly cells: number;
}

/** Neighbouring cells that have something in common, as one. */
export function runs(all: readonly Cell[], has: (cell: Cell) => boolean): readonly Run[] {
  const found: { first: number; cells: number }[] = [];
  all.forEach((cell, i) => {
    const last = found.at(-1);
    if (!has(cell)) return;
    if (last && last.first + last.cells === i) last.cells++;
    else found.push({ first: i, cells: 1 });
  });
  return found;
}

/** Where the period goes on beyond now: its end up to which everything can be here by now. */
export function lastFullHour({ at, period }: Pick<Continuity, 'at' | 'period'>): number | null {
  const hour = Math.floor(at / HOUR) * HOUR;
  return period.to > at && period.from < hour ? hour : null;
}

/** How a verdict is to be taken; the words say it too. What is under way is no fault. */
export function tone(verdict: Verdict): 'good' | 'open' | 'warn' | 'bad' | 'none' {
  switch (verdict) {
    case 'complete':
      return 'good';
    case 'under-way':
      return 'open';
    case 'missing':
    case 'broken-chain':
      return 'bad';
    case 'nothing-known':
      return 'none';
    default:
      return 'warn';
  }
}
