import { describe, expect, it } from 'vitest';
import { append, breakSilences, dropBefore, extent, inForce, merge, runs, type Track } from '../src/trend/series.js';

function track(points: readonly (readonly [number, number | null, number?])[], more: Partial<Track> = {}): Track {
  return {
    signal: 's',
    downsampled: false,
    bucketMillis: 0,
    readings: points.length,
    at: points.map((p) => p[0]),
    value: points.map((p) => p[1]),
    quality: points.map((p) => p[2] ?? 0),
    ...more,
  };
}

describe('merging tracks of different times', () => {
  it('gives one row a time, and leaves cells a track says nothing about undefined', () => {
    const { x, columns } = merge([
      track([[10, 1], [30, 3]]),
      track([[10, 7], [20, 8], [40, 9]]),
    ]);
    expect(x).toEqual([10, 20, 30, 40]);
    expect(columns[0]).toEqual([1, undefined, 3, null]);
    expect(columns[2]).toEqual([7, 8, undefined, 9]);
  });

  it('keeps a gap a gap across rows that other tracks brought in', () => {
    const { x, columns } = merge([
      track([[10, 1], [20, null], [50, 5]]),
      track([[15, 0], [30, 0], [40, 0]]),
    ]);
    expect(x).toEqual([10, 15, 20, 30, 40, 50]);
    expect(columns[0]).toEqual([1, null, null, null, null, 5]);
  });

  it('draws what is not good in a second, dashed column that meets its neighbours', () => {
    const { columns } = merge([track([[1, 10], [2, 11], [3, 12, 2], [4, 13, 1], [5, 14], [6, 15]])]);
    expect(columns[0]).toEqual([10, 11, null, null, 14, 15]);
    expect(columns[1]).toEqual([null, 11, 12, 13, 14, null]);
  });

  it('copes with nothing', () => {
    expect(merge([])).toEqual({ x: [], columns: [] });
    expect(merge([track([])])).toEqual({ x: [], columns: [[], []] });
  });
});

describe('silences', () => {
  it('longer than the signal may be silent break the line', () => {
    const t = breakSilences(track([[0, 1], [60_000, 2], [200_000, 3]]), 60_000);
    expect(t.at).toEqual([0, 60_000, 60_001, 200_000]);
    expect(t.value).toEqual([1, 2, null, 3]);
  });

  it('within a bucket of a down-sampled track are none', () => {
    const t = track([[0, 1], [300_000, 2]], { downsampled: true, bucketMillis: 300_000 });
    expect(breakSilences(t, 60_000).value).toEqual([1, 2]);
  });

  it('the server has already marked are not marked twice', () => {
    const t = breakSilences(track([[0, 1], [70_000, null], [500_000, 3]]), 60_000);
    expect(t.value).toEqual([1, null, 3]);
  });
});

describe('a live track', () => {
  it('grows at its end', () => {
    const t = track([[0, 1]]);
    append(t, 1_000, 2, 0, 60_000);
    expect(t.at).toEqual([0, 1_000]);
    expect(t.readings).toBe(2);
  });

  it('replaces a value of the same millisecond and sorts in a late one', () => {
    const t = track([[0, 1], [2_000, 3]]);
    append(t, 2_000, 4, 2, 60_000);
    append(t, 1_000, 2, 0, 60_000);
    expect(t.at).toEqual([0, 1_000, 2_000]);
    expect(t.value).toEqual([1, 2, 4]);
    expect(t.quality).toEqual([0, 0, 2]);
    expect(t.readings).toBe(3);
  });

  it('breaks where readings stayed away too long', () => {
    const t = track([[0, 1]]);
    append(t, 100_000, 2, 0, 60_000);
    expect(t.value).toEqual([1, null, 2]);
  });

  it('forgets what left the window but the point from which the line enters', () => {
    const t = track([[0, 1], [10, 2], [20, 3], [30, 4]]);
    dropBefore(t, 25);
    expect(t.at).toEqual([20, 30]);
  });
});

describe('the cursor', () => {
  it('reads the value in force, not one that came later', () => {
    const t = track([[10, 1], [20, 2]]);
    expect([5, 10, 19, 20, 99].map((at) => inForce(t, at))).toEqual([-1, 0, 0, 1, 1]);
  });
});

describe('the band under the plot', () => {
  it('has a run for each stretch that is not plainly good, until the next reading', () => {
    const t = track([[0, 1], [10, 2, 2], [20, 3, 2], [30, 4, 1], [40, 5], [50, null, 2], [70, 6]]);
    expect(runs(t, 0, 100)).toEqual([
      { kind: 'bad', from: 10, to: 30 },
      { kind: 'uncertain', from: 30, to: 40 },
      { kind: 'gap', from: 50, to: 70 },
    ]);
  });

  it('is cut to the window', () => {
    const t = track([[0, 1, 2], [100, 2]]);
    expect(runs(t, 40, 60)).toEqual([{ kind: 'bad', from: 40, to: 60 }]);
    expect(runs(t, 150, 160)).toEqual([]);
  });
});

describe('minimum and maximum', () => {
  it('are of good values within the window only', () => {
    const t = track([[0, -99], [10, 2], [20, 999, 2], [30, 5], [40, 77]]);
    expect(extent(t, 5, 35)).toEqual([2, 5]);
    expect(extent(t, 15, 25)).toBeNull();
  });
});
