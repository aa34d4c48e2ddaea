import { describe, expect, it } from 'vitest';
import { dateTime, dateTimeMillis, fromInput, toInput, zoneText } from '../src/model/time.js';
import { tickTexts } from '../src/trend/ticks.js';

const SHANGHAI = 'Asia/Shanghai';
const at = Date.UTC(2026, 10, 22, 16, 5, 9, 7);

describe('times', () => {
  it('are shown in the zone of the plants, whatever this computer thinks', () => {
    expect(dateTime(at, SHANGHAI)).toBe('2026-11-23 00:05:09');
    expect(dateTimeMillis(at, SHANGHAI)).toBe('2026-11-23 00:05:09.007');
    expect(zoneText(at, SHANGHAI)).toBe('UTC+8');
    expect(zoneText(at, 'America/St_Johns')).toBe('UTC-3:30');
  });

  it('typed into a form are read in that zone', () => {
    expect(fromInput('2026-11-23T00:05:09', SHANGHAI)).toBe(at - 7);
    expect(fromInput('2026-11-23T00:05', SHANGHAI)).toBe(at - 9007);
    expect(fromInput(toInput(at, SHANGHAI), SHANGHAI)).toBe(at - 7);
    expect(fromInput('', SHANGHAI)).toBeNull();
  });

  it('survive a change of the clock', () => {
    const afterTheChange = Date.UTC(2026, 2, 29, 1, 30);
    expect(fromInput(toInput(afterTheChange, 'Europe/Berlin'), 'Europe/Berlin')).toBe(afterTheChange);
  });
});

describe('ticks of the time axis', () => {
  it('name the day once, where it begins', () => {
    const midnight = Date.UTC(2026, 10, 22, 16);
    expect(tickTexts([midnight - 3_600_000, midnight, midnight + 3_600_000], 3_600_000, SHANGHAI)).toEqual([
      '23:00\n2026-11-22',
      '00:00\n2026-11-23',
      '01:00',
    ]);
  });

  it('have seconds where they are close, and only days where they are far apart', () => {
    expect(tickTexts([at - 7], 1_000, SHANGHAI)).toEqual(['00:05:09\n2026-11-23']);
    expect(tickTexts([at], 86_400_000, SHANGHAI)).toEqual(['11-23']);
  });
});
