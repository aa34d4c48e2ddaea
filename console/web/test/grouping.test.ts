import { describe, expect, it } from 'vitest';
import { deviceText } from '../src/i18n/devices.js';
import { byDevice, columns, matches } from '../src/model/grouping.js';
import { keySignals } from '../src/model/keyvalues.js';
import type { Signal } from '../src/model/types.js';

function signal(point: string, more: Partial<Signal> = {}): Signal {
  return {
    id: `works/${point}`,
    site: 'works',
    point,
    device: 'outlet',
    name: { zh: '出水', en: 'Effluent' },
    unit: 'mg/L',
    quantity: point,
    range: null,
    hj212: null,
    maxSilenceMillis: 60_000,
    states: {},
    announced: true,
    edge: 'e',
    ...more,
  };
}

describe('groups', () => {
  it('keep the order of the catalogue', () => {
    const groups = byDevice([signal('a', { device: 'x' }), signal('b', { device: 'y' }), signal('c', { device: 'x' })]);
    expect(groups.map((g) => [g.device, g.signals.map((s) => s.point)])).toEqual([
      ['x', ['a', 'c']],
      ['y', ['b']],
    ]);
  });

  it('are dealt to columns of about the same height, in reading order, none lost', () => {
    const groups = [5, 7, 5, 5, 5, 5, 4, 4, 4].map((n, d) => ({
      device: `d${d}`,
      signals: Array.from({ length: n }, (_, i) => signal(`p${d}-${i}`)),
    }));
    for (const count of [1, 2, 3, 4]) {
      const dealt = columns(groups, count);
      expect(dealt.flat()).toEqual(groups);
      expect(dealt.length).toBeLessThanOrEqual(count);
      const heights = dealt.map((c) => c.reduce((n, g) => n + g.signals.length + 2, 0));
      expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(14);
    }
    expect(columns([], 3)).toEqual([]);
  });

  it('have readable headings', () => {
    expect(deviceText('aeration-2', 'zh')).toBe('曝气池 2');
    expect(deviceText('c12', 'en')).toBe('Charger 12');
    expect(deviceText('chlorine-dosing-1', 'zh')).toBe('Chlorine dosing 1');
  });
});

describe('the filter', () => {
  it('finds by name in either language, id, device and HJ 212 code; all words must occur', () => {
    const s = signal('effluent.cod', { hj212: 'w01018' });
    for (const word of ['出水', 'EFFLUENT', 'outlet', 'w01018', 'cod eff', '']) expect(matches(s, word)).toBe(true);
    expect(matches(s, 'cod influent')).toBe(false);
  });
});

describe('key values', () => {
  it('are what the kind of site is watched for, then the first signals', () => {
    const signals = ['x', 'influent.flow', 'effluent.ph', 'effluent.cod', 'aeration-1.do'].map((p) => signal(p));
    expect(keySignals('sewage-plant', signals).map((s) => s.point)).toEqual([
      'effluent.cod',
      'influent.flow',
      'aeration-1.do',
      'effluent.ph',
      'x',
    ]);
  });

  it('are the first signals of a site that nobody announced', () => {
    const signals = ['b', 'a', 'effluent.cod'].map((p) => signal(p));
    expect(keySignals('other', signals).map((s) => s.point)).toEqual(['b', 'a', 'effluent.cod']);
  });

  it('name no signal twice and cope with none', () => {
    expect(keySignals('ev-charging', [signal('charger-1.power')]).length).toBe(1);
    expect(keySignals('ccus', [])).toEqual([]);
  });
});
