import { describe, expect, it } from 'vitest';
import { cellMillis, cells, lastFullHour, runs, tone } from '../src/model/continuity.js';
import type { Continuity, Epoch, Gap } from '../src/model/types.js';

const H = 3_600_000;

function epoch(id: string, missing: readonly [number, number][] = []): Epoch {
  return {
    epoch: id, first: 1, previous: null, last: null, batches: null, declared: [], beyond: [],
    committed: 0, readings: 0, lastCommit: null,
    missing: missing.map(([from, to]) => ({ first: 1, last: 1, from, to })),
  };
}

function gap(from: number, to: number, more: Partial<Gap> = {}): Gap {
  return { cause: 'log-full', readings: 1, from, to, signals: [], batches: null, detail: '', arrived: false, ...more };
}

function certificate(more: Partial<Continuity>): Continuity {
  return {
    edge: 'e', at: 0, asked: { from: 0, to: 4 * H }, period: { from: 0, to: 4 * H }, verdict: 'complete',
    chains: [], gapCount: 0, gaps: [], hours: [],
    totals: { batches: 0, readings: 0, missing: 0, declared: 0, beyond: 0, lost: 0 },
    store: { signals: 0, readings: 0, detail: '' }, quarantine: { refusals: 0, readings: 0, more: false },
    ...more,
  };
}

const hour = (from: number, of: string, readings: number) => ({ from, epoch: of, batches: { first: 1, last: 1 }, readings });

describe('the time line', () => {
  it('puts an hour into its cell, all epochs together or one alone', () => {
    const c = certificate({ hours: [hour(0, 'a', 5), hour(H, 'a', 7), hour(H, 'b', 2)] });
    expect(cells(c, null).map((x) => x.readings)).toEqual([5, 9, 0, 0]);
    expect(cells(c, 'b').map((x) => x.readings)).toEqual([0, 2, 0, 0]);
  });

  it('marks every cell in which something may be missing, and no other', () => {
    const c = certificate({ chains: [{ headUnknown: false, tailUnknown: false, epochs: [epoch('a', [[H, 3 * H]]), epoch('b')] }] });
    expect(cells(c, null).map((x) => x.missing)).toEqual([false, true, true, false]);
    expect(cells(c, 'b').some((x) => x.missing)).toBe(false);
  });

  it('marks gaps with their last millisecond, but not those that arrived after all', () => {
    const c = certificate({ gaps: [gap(H / 2, H), gap(3 * H, 3 * H + 5, { arrived: true })] });
    expect(cells(c, null).map((x) => x.gap)).toEqual([true, true, false, false]);
  });

  it('gives a gap to the epoch whose batches it names', () => {
    const c = certificate({ gaps: [gap(0, 1, { batches: { epoch: 'a', first: 1, last: 2 } })] });
    expect(cells(c, 'a')[0]?.gap).toBe(true);
    expect(cells(c, 'b')[0]?.gap).toBe(false);
  });

  it('makes cells of several hours where the period is long, and the last one shorter', () => {
    const c = certificate({ period: { from: 0, to: 97 * H } });
    expect(cellMillis(c)).toBe(2 * H);
    const all = cells(c, null);
    expect(all).toHaveLength(49);
    expect(all.at(-1)).toMatchObject({ from: 96 * H, to: 97 * H });
  });

  it('draws neighbours as one', () => {
    const all = cells(certificate({ hours: [hour(0, 'a', 1), hour(H, 'a', 1), hour(3 * H, 'a', 1)] }), null);
    expect(runs(all, (x) => x.readings > 0)).toEqual([{ first: 0, cells: 2 }, { first: 3, cells: 1 }]);
  });
});

describe('a period that goes on beyond now', () => {
  it('has been told in full up to the last full hour', () => {
    expect(lastFullHour(certificate({ at: 3.5 * H }))).toBe(3 * H);
    expect(lastFullHour(certificate({ at: 5 * H }))).toBeNull();
    expect(lastFullHour(certificate({ at: 0.5 * H }))).toBeNull();
  });
});

describe('a verdict', () => {
  it('is good only where every batch is here', () => {
    const all = ['complete', 'gaps-declared', 'tail-unknown', 'under-way', 'missing', 'broken-chain', 'nothing-known'] as const;
    expect(all.filter((v) => tone(v) === 'good')).toEqual(['complete']);
    expect(all.filter((v) => tone(v) === 'bad')).toEqual(['missing', 'broken-chain']);
  });
});
