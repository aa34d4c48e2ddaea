import { describe, expect, it } from 'vitest';
import { append, dropBefore, extent, held, inForce, merge, runs, track as toTrack, type Track } from '../src/trend/series.js';

function track(points: readonly (readonly [number, number | null, number?])[], more: Partial<Track> = {}): Track {
  return {
    signal: 's',
    downsampled: false,
    bucketMillis: 0,
    reach: 90_000,
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

describe('how far a line may reach', () => {
  const series = { signal: 's', downsampled: true, bucketMillis: 300_000, readings: 9, at: [], value: [], quality: [] };

  it('is half as long again as the signal may be silent, as the server has it', () => {
    expect(toTrack({ ...series, downsampled: false, bucketMillis: 0 }, 60_000).reach).toBe(90_000);
  });

  it('is a bucket at least', () => {
    expect(toTrack(series, 60_000).reach).toBe(300_000);
  });
});

describe('a live track', () => {
  it('grows at its end', () => {
    const t = track([[0, 1]]);
    append(t, 1_000, 2, 0);
    expect(t.at).toEqual([0, 1_000]);
    expect(t.readings).toBe(2);
  });

  it('replaces a value of the same millisecond and sorts in a late one', () => {
    const t = track([[0, 1], [2_000, 3]]);
    append(t, 2_000, 4, 2);
    append(t, 1_000, 2, 0);
    expect(t.at).toEqual([0, 1_000, 2_000]);
    expect(t.value).toEqual([1, 2, 4]);
    expect(t.quality).toEqual([0, 0, 2]);
    expect(t.readings).toBe(3);
  });

  it('breaks where readings stayed away too long', () => {
    const t = track([[0, 1]]);
    append(t, 100_000, 2, 0);
    expect(t.at).toEqual([0, 90_000, 100_000]);
    expect(t.value).toEqual([1, null, 2]);
    append(t, 150_000, 3, 0);
    expect(t.value).toEqual([1, null, 2, 3]);
  });

  it('forgets what left the window but the point from which the line enters', () => {
    const t = track([[0, 1], [10, 2], [20, 3], [30, 4]]);
    dropBefore(t, 25);
    expect(t.at).toEqual([20, 30]);
  });
});

describe('a state', () => {
  it('holds until the gap after it, and at the end as far as it may', () => {
    const t = track([[0, 1], [90_000, null, 0], [200_000, 2]]);
    expect(held(t, 250_000)).toMatchObject({
      at: [0, 89_999, 90_000, 200_000, 250_000],
      value: [1, 1, null, 2, 2],
    });
    expect(held(t, 900_000).at.at(-1)).toBe(290_000);
    expect(held(track([]), 5).at).toEqual([]);
  });
});

describe('the cursor', () => {
  it('reads the value in force, not one that came later', () => {
    const t = track([[10, 1], [20, 2]]);
    expect([5, 10, 19, 20, 99].map((at) => inForce(t, at))).toEqual([-1, 0, 0, 1, 1]);
  });

  it('reads nothing in a gap, nor from a value that is too old to speak for its time', () => {
    const t = track([[10, 1], [20, null, 0], [30, null, 2]]);
    expect([15, 25, 30, 90_031].map((at) => inForce(t, at))).toEqual([0, -1, 2, -1]);
  });
});

describe('the band under the plot', () => {
  it('has a run for each stretch that is not plainly good, until the next reading', () => {
    const t = track([[0, 1], [10, 2, 2], [20, 3, 2], [30, 4, 1], [40, 5], [50, null, 0], [70, 6], [80, null, 2], [90, 7]]);
    expect(runs(t, 0, 100)).toEqual([
      { kind: 'bad', from: 10, to: 30 },
      { kind: 'uncertain', from: 30, to: 40 },
      { kind: 'gap', from: 50, to: 70 },
      { kind: 'bad', from: 80, to: 90 },
    ]);
  });

  it('tells of silence before the first reading and after the last', () => {
    const t = track([[200_000, 1]]);
    expect(runs(t, 0, 400_000)).toEqual([
      { kind: 'gap', from: 0, to: 200_000 },
      { kind: 'gap', from: 290_000, to: 400_000 },
    ]);
    expect(runs(track([]), 0, 10)).toEqual([{ kind: 'gap', from: 0, to: 10 }]);
    expect(runs(t, 120_000, 280_000)).toEqual([]);
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
