import { describe, expect, it } from 'vitest';
import * as format from '../src/model/format.js';
import { unitText } from '../src/model/units.js';

const plain = { range: null, states: {} };

describe('values', () => {
  it('take their digits from the instrument range, so that they do not dance', () => {
    expect(format.value({ ...plain, range: [0, 14] }, 7.2, 'en')).toBe('7.20');
    expect(format.value({ ...plain, range: [0, 500] }, 32.44, 'en')).toBe('32.4');
    expect(format.value({ ...plain, range: [0, 1400] }, 912.345, 'en')).toBe('912.3');
    expect(format.value({ ...plain, range: [0, 0.6] }, 0.2149, 'en')).toBe('0.215');
    expect(format.value({ ...plain, range: [0, 17000] }, 1802.4, 'en')).toBe('1802');
  });

  it('fall back on their magnitude without a range', () => {
    expect(format.value(plain, 0, 'en')).toBe('0');
    expect(format.value(plain, 0.04213, 'en')).toBe('0.0421');
    expect(format.value(plain, 123456.78, 'en')).toBe('123,456.8');
  });

  it('group from five digits on, carry a real minus and never a negative zero', () => {
    expect(format.number(9999, 0)).toBe('9999');
    expect(format.number(10000, 0)).toBe('10,000');
    expect(format.number(-1234567.5, 1)).toBe('−1,234,567.5');
    expect(format.number(-0.001, 1)).toBe('0.0');
  });

  it('show a state by its label, and an unknown state by its number', () => {
    const pump = { range: null, states: { 0: { zh: '停', en: 'off' }, 1: { zh: '运行', en: 'running' } } };
    expect(format.value(pump, 1, 'zh')).toBe('运行');
    expect(format.value(pump, 1, 'en')).toBe('running');
    expect(format.value(pump, 7, 'en')).toBe('7');
  });

  it('show a dash where there is none', () => {
    expect(format.value(plain, null, 'en')).toBe(format.DASH);
    expect(format.value(plain, undefined, 'en')).toBe(format.DASH);
    expect(format.number(NaN, 1)).toBe(format.DASH);
  });
});

describe('axis steps', () => {
  it('get the digits that tell them apart', () => {
    expect([20, 1, 2.5, 0.25, 0.1, 0.05].map(format.digitsOf)).toEqual([0, 0, 1, 2, 1, 2]);
  });
});

describe('ages and durations', () => {
  it('use one unit, or two where one would be too coarse', () => {
    expect(format.duration(350, 'en')).toBe('350 ms');
    expect(format.duration(4200, 'en')).toBe('4.2 s');
    expect(format.duration(42_900, 'en')).toBe('42 s');
    expect(format.duration(3 * 60_000, 'zh')).toBe('3 分');
    expect(format.duration(5 * 3_600_000 + 20 * 60_000, 'en')).toBe('5 h 20 min');
    expect(format.duration(51 * 3_600_000, 'zh')).toBe('2 天 3 小时');
  });

  it('are never negative when a source clock runs ahead', () => {
    expect(format.age(2_000, 1_000, 'en')).toBe('0 s');
    expect(format.ageOrNow(2_000, 1_000, 'zh')).toBe('刚刚');
    expect(format.ago(0, 90_000, 'en')).toBe('1 min ago');
    expect(format.ago(0, 90_000, 'zh')).toBe('1 分前');
  });

  it('do not round the width of a bucket away', () => {
    expect(format.bucket(66_500, 'en')).toBe('67 s');
    expect(format.bucket(150_000, 'en')).toBe('2.5 min');
    expect(format.bucket(465_000, 'zh')).toBe('7.8 分');
  });
});

describe('units', () => {
  it('are written as people write them', () => {
    expect(
      ['1', 'mg/L', 'Cel', '[pH]', 'm3/h', '{NTU}', 'uS/cm', 'kW.h', 'mW/cm2', '{count}/d', 'mol/mol', '%', 'mg/m3', '[ppm]'].map(unitText),
    ).toEqual(
      ['', 'mg/L', '°C', 'pH', 'm³/h', 'NTU', 'µS/cm', 'kW·h', 'mW/cm²', 'count/d', 'mol/mol', '%', 'mg/m³', 'ppm'],
    );
  });
});
