import { describe, expect, it } from 'vitest';
import { MAX_SIGNALS, parseRoute, siteHref, trendHref } from '../src/model/routes.js';

function parse(href: string) {
  const url = new URL(href, 'http://console');
  return parseRoute(url.pathname, url.search);
}

describe('addresses', () => {
  it('lead to their pages', () => {
    expect(parse('/')).toEqual({ page: 'overview' });
    expect(parse(siteHref('north-works'))).toEqual({ page: 'site', site: 'north-works' });
    expect(parse('/edges/')).toEqual({ page: 'edges' });
    expect(parse('/quarantine')).toEqual({ page: 'quarantine', before: null });
    expect(parse('/quarantine?before=120')).toEqual({ page: 'quarantine', before: 120 });
  });

  it('that lead nowhere say so', () => {
    expect(parse('/sites/Nowhere!')).toEqual({ page: 'unknown', path: '/sites/Nowhere!' });
    expect(parse('/nothing')).toEqual({ page: 'unknown', path: '/nothing' });
  });
});

describe('a trend link', () => {
  const signals = ['north-works/effluent.cod', 'ev-hub-7/charger-1.power'];

  it('survives the journey there and back', () => {
    const fixed = { kind: 'fixed', from: 1_700_000_000_000, to: 1_700_003_600_000 } as const;
    expect(parse(trendHref(signals, fixed))).toEqual({ page: 'trend', signals, span: fixed });
    const live = { kind: 'live', period: '8h' } as const;
    expect(parse(trendHref(signals, live))).toEqual({ page: 'trend', signals, span: live });
  });

  it('stays readable', () => {
    expect(trendHref(['a/b.c'], { kind: 'fixed', from: 1.4, to: 2 })).toBe('/trend?signal=a/b.c&from=1&to=2');
  });

  it('follows now when its times are missing, garbled or the wrong way round', () => {
    for (const q of ['', '&from=5', '&from=9&to=5', '&from=x&to=y', '&from=-1&to=4']) {
      expect(parse('/trend?signal=a/b' + q)).toMatchObject({ span: { kind: 'live', period: '1h' } });
    }
    expect(parse('/trend?period=toString')).toMatchObject({ span: { period: '1h' } });
  });

  it('takes each signal once, eight at most, and nothing that cannot be one', () => {
    const many = Array.from({ length: 12 }, (_, i) => `signal=a/p${i}`).join('&');
    expect(parse('/trend?signal=a/p0&' + many)).toMatchObject({ signals: { length: MAX_SIGNALS } });
    expect(parse('/trend?signal=<script>&signal=a')).toMatchObject({ signals: [] });
  });
});
