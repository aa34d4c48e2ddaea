import { describe, expect, it } from 'vitest';
import { fill, text, textOr, TEXTS } from '../src/i18n/texts.js';

const entries = Object.entries(TEXTS);
const holes = (s: string) => [...s.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

describe('the dictionary', () => {
  it('has every text in both languages', () => {
    const missing = entries.filter(([, t]) => !t.zh.trim() || !t.en.trim()).map(([k]) => k);
    expect(missing).toEqual([]);
    expect(entries.length).toBeGreaterThan(100);
  });

  it('fills the same holes in both languages', () => {
    const uneven = entries
      .filter(([, t]) => holes(t.zh).join() !== holes(t.en).join())
      .map(([k]) => k);
    expect(uneven).toEqual([]);
  });

  it('speaks Chinese in Chinese', () => {
    const spoken = entries.filter(([k, t]) => !/\p{Script=Han}/u.test(t.zh) && !k.startsWith('shell.language'));
    expect(spoken.map(([k]) => k)).toEqual([]);
  });

  it('names every reason, kind and state that the server may send', () => {
    const words = [
      ...['malformed', 'not-a-number', 'type-conflict', 'future', 'before-history', 'unknown-edge', 'foreign-site', 'store-refused', 'copied-log'].map((r) => `reason.${r}`),
      ...['sewage-plant', 'incinerator', 'ev-charging', 'ccus', 'other'].map((k) => `kind.${k}`),
      ...['complete', 'gaps-declared', 'tail-unknown', 'under-way', 'missing', 'broken-chain', 'nothing-known'].flatMap((v) => [`verdict.${v}`, `verdict.${v}.says`]),
      ...['log-full', 'log-aged', 'log-damaged', 'source-down', 'source-overflow', 'not-kept', 'quarantine-full'].map((c) => `cause.${c}`),
      ...['open', 'replayed', 'discarded'].map((o) => `outcome.${o}`),
      ...['live', 'stale', 'silent'].map((s) => `state.${s}`),
    ];
    expect(words.filter((w) => !(w in TEXTS))).toEqual([]);
  });

  it('leaves a word it does not know to the server', () => {
    expect(textOr('zh', 'reason.brand-new', 'brand-new')).toBe('brand-new');
  });
});

describe('filling', () => {
  it('puts parameters in and leaves unknown holes visible', () => {
    expect(fill('{n} of {all}', { n: 3 })).toBe('3 of {all}');
    expect(text('en', 'site.compare', { n: 3 })).toBe('Compare 3 signals');
    expect(text('zh', 'site.compare', { n: 3 })).toBe('对比 3 个信号');
  });

  it('counts one batch and two batches', () => {
    const backlog = (batches: string, readings: string) => text('en', 'edges.backlog.text', { batches, readings });
    expect(backlog('1', '1')).toBe('1 batch · 1 reading');
    expect(backlog('2', '1,204')).toBe('2 batches · 1,204 readings');
    expect(text('zh', 'edges.backlog.text', { batches: '1', readings: '1' })).toBe('1 批 · 1 条');
  });
});
