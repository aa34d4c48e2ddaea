import { describe, expect, it } from 'vitest';
import { continuityHref, MAX_SIGNALS, parseRoute, quarantineHref, siteHref, trendHref } from '../src/model/routes.js';

function parse(href: string) {
  const url = new URL(href, 'http://console');
  return parseRoute(url.pathname, url.search);
}

describe('addresses', () => {
  it('lead to their pages', () => {
    expect(parse('/')).toEqual({ page: 'overview' });
    expect(parse(siteHref('north-works'))).toEqual({ page: 'site', site: 'north-works' });
    expect(parse('/edges/')).toEqual({ page: 'edges' });
    expect(parse('/quarantine')).toEqual({ page: 'quarantine', before: null, settled: false });
    expect(parse(quarantineHref(false, 120))).toEqual({ page: 'quarantine', before: 120, settled: false });
    expect(parse(quarantineHref(true))).toEqual({ page: 'quarantine', before: null, settled: true });
  });

  it('that lead nowhere say so', () => {
    expect(parse('/sites/Nowhere!')).toEqual({ page: 'unknown', path: '/sites/Nowhere!' });
    expect(parse('/nothing')).toEqual({ page: 'unknown', path: '/nothing' });
  });
});

describe('a certificate’s link', () => {
  it('survives the journey there and back', () => {
    const fixed = { kind: 'fixed', from: 1_700_000_000_000, to: 1_700_003_600_000 } as const;
    expect(parse(continuityHref('north-edge', fixed))).toEqual({ page: 'continuity', edge: 'north-edge', span: fixed });
  });

  it('shows the last day where it names no period, and asks for an edge where it names none', () => {
    expect(parse(continuityHref('north-edge'))).toMatchObject({ edge: 'north-edge', span: { kind: 'live', period: '24h' } });
    expect(parse('/continuity')).toMatchObject({ page: 'continuity', edge: null });
    expect(parse('/continuity?edge=North Edge')).toMatchObject({ edge: null });
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

  it('takes times as the API does', () => {
    for (const q of ['from=1772352000250&to=1772355600000', 'from=2026-03-01T08:00:00.250Z&to=2026-03-01T17:00:00%2B08:00']) {
      expect(parse('/continuity?edge=a&' + q)).toMatchObject({ span: { kind: 'fixed', from: 1772352000250, to: 1772355600000 } });
    }
    expect(parse('/continuity?edge=a&from=2026-03-01&to=2026-03-02')).toMatchObject({ span: { kind: 'live' } });
  });

  it('takes each signal once, eight at most, and nothing that cannot be one', () => {
    const many = Array.from({ length: 12 }, (_, i) => `signal=a/p${i}`).join('&');
    expect(parse('/trend?signal=a/p0&' + many)).toMatchObject({ signals: { length: MAX_SIGNALS } });
    expect(parse('/trend?signal=<script>&signal=a')).toMatchObject({ signals: [] });
  });
});
