import type { Signal } from './types.js';

export interface Group {
  readonly device: string;
  readonly signals: readonly Signal[];
}

/** Signals by device, devices and signals in the order in which the catalogue names them. */
export function byDevice(signals: readonly Signal[]): Group[] {
  const groups = new Map<string, Signal[]>();
  for (const s of signals) {
    const group = groups.get(s.device);
    if (group) group.push(s);
    else groups.set(s.device, [s]);
  }
  return [...groups].map(([device, of]) => ({ device, signals: of }));
}

/** A heading counts as two rows. */
const HEADING_ROWS = 2;

/** Deals groups out to columns in reading order, so that the columns come out about equally tall. */
export function columns(groups: readonly Group[], count: number): Group[][] {
  const height = (g: Group) => g.signals.length + HEADING_ROWS;
  const result: Group[][] = [];
  let left = groups.reduce((n, g) => n + height(g), 0);
  let current: Group[] = [];
  let filled = 0;
  for (const group of groups) {
    const free = count - result.length;
    const fair = (left + filled) / free;
    // A group goes where its middle falls.
    if (current.length > 0 && free > 1 && filled + height(group) / 2 > fair) {
      result.push(current);
      current = [];
      filled = 0;
    }
    current.push(group);
    filled += height(group);
    left -= height(group);
  }
  if (current.length > 0) result.push(current);
  return result;
}

/** Every word of the filter must occur somewhere in what a person may know the signal by. */
export function matches(signal: Signal, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { name, point, device, quantity, hj212 } = signal;
  const text = `${name.zh} ${name.en} ${point} ${device} ${quantity} ${hj212 ?? ''}`.toLowerCase();
  return words.every((w) => text.includes(w));
}
