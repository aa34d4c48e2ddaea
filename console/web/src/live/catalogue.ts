import * as api from '../api.js';
import type { Signal } from '../model/types.js';

const FRESH_MILLIS = 5 * 60_000;

interface Entry {
  readonly at: number;
  readonly signals: Promise<readonly Signal[]>;
}

const entries = new Map<string, Entry>();

/** The signals of a site, asked for once in a while; a failure is not remembered. */
export function signalsOf(site: string, notBefore = Date.now() - FRESH_MILLIS): Promise<readonly Signal[]> {
  const known = entries.get(site);
  if (known && known.at >= notBefore) return known.signals;
  const signals = api.signals(site);
  entries.set(site, { at: Date.now(), signals });
  signals.catch(() => entries.delete(site));
  return signals;
}

/** A stand-in for a signal that nobody has described yet. */
export function unannounced(id: string): Signal {
  const slash = id.indexOf('/');
  const point = id.slice(slash + 1);
  return {
    id,
    site: id.slice(0, slash),
    point,
    device: '',
    name: { zh: point, en: point },
    unit: '1',
    quantity: '',
    range: null,
    hj212: null,
    maxSilenceMillis: 60_000,
    states: {},
    announced: false,
    edge: '',
  };
}
