/** What an address means, and the address of a meaning. */

export const MAX_SIGNALS = 8;

export const PERIODS = {
  '15m': 15 * 60_000,
  '1h': 3_600_000,
  '8h': 8 * 3_600_000,
  '24h': 24 * 3_600_000,
  '7d': 7 * 24 * 3_600_000,
} as const;

export type PeriodKey = keyof typeof PERIODS;

/** Follows now with a length, or stands between two times. */
export type Span =
  | { readonly kind: 'live'; readonly period: PeriodKey }
  | { readonly kind: 'fixed'; readonly from: number; readonly to: number };

export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'site'; readonly site: string }
  | { readonly page: 'trend'; readonly signals: readonly string[]; readonly span: Span }
  | { readonly page: 'edges' }
  | { readonly page: 'continuity'; readonly edge: string | null; readonly span: Span }
  | { readonly page: 'quarantine'; readonly before: number | null; readonly settled: boolean }
  | { readonly page: 'unknown'; readonly path: string };

const SITE = /^\/sites\/([a-z0-9][a-z0-9-]{0,62})\/?$/;
const EDGE = /^[a-z0-9][a-z0-9-]{0,62}$/;
const SIGNAL = /^[a-z0-9][a-z0-9-]{0,62}\/[a-z0-9][a-z0-9._-]{0,94}$/;

export function isPeriod(text: string | null): text is PeriodKey {
  return text !== null && Object.hasOwn(PERIODS, text);
}

export function parseRoute(path: string, search: string): Route {
  const query = new URLSearchParams(search);
  if (path === '/' || path === '') return { page: 'overview' };
  const site = SITE.exec(path)?.[1];
  if (site) return { page: 'site', site };
  switch (path.replace(/\/$/, '')) {
    case '/trend':
      return { page: 'trend', signals: signalsOf(query), span: spanOf(query, '1h') };
    case '/edges':
      return { page: 'edges' };
    case '/quarantine':
      return {
        page: 'quarantine',
        before: wholeNumber(query.get('before')),
        settled: query.get('settled') === 'true',
      };
    case '/continuity':
      return { page: 'continuity', edge: edgeOf(query), span: spanOf(query, '24h') };
    default:
      return { page: 'unknown', path };
  }
}

function signalsOf(query: URLSearchParams): string[] {
  const known = query.getAll('signal').filter((id) => SIGNAL.test(id));
  return [...new Set(known)].slice(0, MAX_SIGNALS);
}

function edgeOf(query: URLSearchParams): string | null {
  const edge = query.get('edge') ?? '';
  return EDGE.test(edge) ? edge : null;
}

function spanOf(query: URLSearchParams, otherwise: PeriodKey): Span {
  const from = moment(query.get('from'));
  const to = moment(query.get('to'));
  if (from !== null && to !== null && from < to) return { kind: 'fixed', from, to };
  const period = query.get('period');
  return { kind: 'live', period: isPeriod(period) ? period : otherwise };
}

/** What the API takes: epoch milliseconds, or ISO 8601 with an offset. */
function moment(text: string | null): number | null {
  const iso = text !== null && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(iso) ? wholeNumber(text) : iso;
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,16}$/.test(text) ? Number(text) : null;
}

export function siteHref(site: string): string {
  return `/sites/${site}`;
}

export function trendHref(signals: readonly string[], span: Span): string {
  const query = new URLSearchParams();
  for (const id of signals) query.append('signal', id);
  addSpan(query, span);
  // A slash may stand in a query; the link stays readable for people.
  return '/trend?' + query.toString().replaceAll('%2F', '/');
}

export function continuityHref(edge: string, span?: Span): string {
  const query = new URLSearchParams({ edge });
  if (span) addSpan(query, span);
  return '/continuity?' + query.toString();
}

export function quarantineHref(settled: boolean, before: number | null = null): string {
  const query = new URLSearchParams();
  if (settled) query.set('settled', 'true');
  if (before !== null) query.set('before', String(before));
  const text = query.toString();
  return '/quarantine' + (text ? '?' + text : '');
}

function addSpan(query: URLSearchParams, span: Span): void {
  if (span.kind === 'fixed') {
    query.set('from', String(Math.round(span.from)));
    query.set('to', String(Math.round(span.to)));
  } else {
    query.set('period', span.period);
  }
}
