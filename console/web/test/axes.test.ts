import { describe, expect, it } from 'vitest';
import { scaleRange, scales } from '../src/trend/axes.js';
import { unannounced } from '../src/live/catalogue.js';
import type { Signal } from '../src/model/types.js';
import type { Track } from '../src/trend/series.js';

const signal = (id: string, more: Partial<Signal>): Signal => ({ ...unannounced(id), ...more });
const flat = (value: number, quality = 0): Track => ({
  signal: 's', downsampled: false, bucketMillis: 0, reach: 90_000, readings: 2, at: [0, 10], value: [value, value], quality: [quality, quality],
});

describe('scales', () => {
  it('are one for each unit; a state signal has its own', () => {
    const states = { 0: { zh: '停', en: 'off' }, 2: { zh: '故障', en: 'fault' } };
    const found = scales([
      signal('a/1', { unit: 'mg/L' }),
      signal('a/2', { unit: '1', states }),
      signal('a/3', { unit: 'mg/L' }),
      signal('a/4', { unit: '1', states }),
    ]);
    expect(found.map((s) => s.members)).toEqual([[0, 2], [1], [3]]);
  });

  it('do not blow noise up: at least a hundredth of the instrument range', () => {
    const s = signal('a/1', { unit: 'Cel', range: [0, 1000] });
    const [low, high] = scaleRange(scales([s])[0]!, [s], [flat(900)], 0, 10);
    expect(high - low).toBeCloseTo(10);
  });

  it('let a bad value leave the plot rather than squash the good ones', () => {
    const s = signal('a/1', { unit: 'Cel' });
    const t: Track = { ...flat(5), value: [5, -9999], quality: [0, 2] };
    expect(scaleRange(scales([s])[0]!, [s], [t], 0, 10)[0]).toBeGreaterThan(0);
    expect(scaleRange(scales([s])[0]!, [s], [flat(7, 2)], 0, 10)[1]).toBeGreaterThan(7);
  });

  it('stand at 0..1 where there is nothing to show', () => {
    const s = signal('a/1', { unit: 'Cel' });
    expect(scaleRange(scales([s])[0]!, [s], [undefined], 0, 10)).toEqual([0, 1]);
  });
});
