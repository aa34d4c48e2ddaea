/** The HTTP API as functions. A failure is an {@link ApiError} whose message can be shown. */

import { text, type Lang } from './i18n/texts.js';
import type { Continuity, Edge, Quarantine, Readings, Signal, Sites } from './model/types.js';

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail || title);
  }

  /** One line for the person: the server's own words where it gave some. */
  line(lang: Lang): string {
    if (this.status === 0) return text(lang, 'error.network');
    const own = [this.title, this.detail].filter(Boolean).join(': ');
    return own || text(lang, 'error.status', { status: this.status });
  }
}

const PATIENCE_MILLIS = 20_000;

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const patience = AbortSignal.timeout(PATIENCE_MILLIS);
  let response: Response;
  try {
    response = await fetch(path, {
      headers: { accept: 'application/json' },
      signal: signal ? either(signal, patience) : patience,
    });
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new ApiError(0, '', String(e));
  }
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  throw new ApiError(response.status, problem.title ?? response.statusText, problem.detail ?? '');
}

// AbortSignal.any is younger than the browsers of a control room.
function either(a: AbortSignal, b: AbortSignal): AbortSignal {
  const both = new AbortController();
  for (const s of [a, b]) {
    if (s.aborted) both.abort();
    s.addEventListener('abort', () => both.abort(), { once: true });
  }
  return both.signal;
}

export function sites(signal?: AbortSignal): Promise<Sites> {
  return get('/api/sites', signal);
}

export async function signals(site: string): Promise<readonly Signal[]> {
  const body = await get<{ signals: readonly Signal[] }>('/api/signals?' + query({ site }));
  return body.signals;
}

export interface ReadingsQuery {
  readonly signals: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

export function readings(q: ReadingsQuery, signal?: AbortSignal): Promise<Readings> {
  const points = Math.min(4000, Math.max(10, Math.round(q.points)));
  return get('/api/readings?' + period(q) + `&points=${points}`, signal);
}

/** Every reading of the period, not down-sampled: what a spreadsheet wants. */
export function csvHref(q: Omit<ReadingsQuery, 'points'>): string {
  return '/api/readings?' + period(q) + '&format=csv';
}

function period(q: Omit<ReadingsQuery, 'points'>): string {
  const search = new URLSearchParams();
  for (const id of q.signals) search.append('signal', id);
  search.set('from', String(Math.round(q.from)));
  search.set('to', String(Math.round(q.to)));
  return search.toString();
}

export async function edges(signal?: AbortSignal): Promise<readonly Edge[]> {
  return (await get<{ edges: readonly Edge[] }>('/api/edges', signal)).edges;
}

/** The certificate of an edge's data of a period; counting what the store holds may take a while. */
export function continuity(edge: string, from: number, to: number, signal?: AbortSignal): Promise<Continuity> {
  return get('/api/continuity?' + query({ edge, from: Math.round(from), to: Math.round(to) }), signal);
}

export function quarantine(
  settled: boolean,
  before: number | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Quarantine> {
  return get('/api/quarantine?' + query({ settled: settled ? 'true' : null, before, limit }), signal);
}

function query(values: Record<string, string | number | null>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null) search.set(name, String(value));
  }
  return search.toString();
}
