import { describe, expect, it } from 'vitest';
import { level, severity, severityOf, statusName } from '../src/model/quality.js';

describe('severity', () => {
  it('is in the two highest bits, whether the code came signed or unsigned', () => {
    expect(severity(0)).toBe('good');
    expect(severity(0x00960000)).toBe('good');
    expect(severity(0x40900000)).toBe('uncertain');
    expect(severity(0x808c0000)).toBe('bad');
    expect(severity(0x808c0000 | 0)).toBe('bad');
  });

  it('is never better than bad when it is not understood', () => {
    expect(severity(0xc0000000)).toBe('bad');
    expect(severityOf(undefined)).toBe('bad');
    expect(severityOf(7)).toBe('bad');
  });

  it('counts as the readings query does', () => {
    expect([0, 0x40000000, 0x80000000].map(level)).toEqual([0, 1, 2]);
    expect([0, 1, 2].map(severityOf)).toEqual(['good', 'uncertain', 'bad']);
  });
});

describe('names of codes', () => {
  it('are the standard’s, without the info bits', () => {
    expect(statusName(0x808c0000 | 0)).toBe('BadSensorFailure');
    expect(statusName(0x40900480)).toBe('UncertainLastUsableValue');
  });

  it('are the number where we have no name', () => {
    expect(statusName(0x80ff0000)).toBe('0x80FF0000');
  });
});
