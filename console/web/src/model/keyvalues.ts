import type { Signal, SiteKind } from './types.js';

/**
 * What a glance at a site should show, in this order. Each entry is matched against a signal's
 * quantity and then its point; the first match counts once.
 */
const KEYS: Readonly<Record<SiteKind, readonly RegExp[]>> = {
  'sewage-plant': [
    /^effluent\.cod/,
    /^effluent\.(nh3|ammonia)/,
    /^influent\.flow/,
    /^effluent\.(tp|total-phosphorus)/,
    /(^|\.)(do|dissolved-oxygen)($|[.-])/,
    /^effluent\.ph/,
  ],
  incinerator: [
    /furnace.*temp|temp.*furnace|^furnace\./,
    /nox/,
    /(^|\.)co($|[.-])/,
    /so2/,
    /steam/,
    /power/,
  ],
  'ev-charging': [
    /^(station|site|grid|total|transformer)\.?.*power/,
    /(charging|charger|connector).*power|power/,
    /session|state/,
    /energy/,
    /soc/,
    /temp/,
  ],
  ccus: [
    /injection.*(rate|flow)|(rate|flow).*injection|^injection/,
    /(injection|wellhead).*pressure/,
    /capture.*(rate|flow)|captured/,
    /purity/,
    /pipeline.*pressure/,
    /reboiler|discharge/,
  ],
};

export const KEY_VALUES = 6;

/** The key signals of a site, topped up with its first signals where a pattern finds nothing. */
export function keySignals(kind: SiteKind, signals: readonly Signal[]): Signal[] {
  const chosen: Signal[] = [];
  const take = (signal: Signal | undefined) => {
    if (signal && !chosen.includes(signal) && chosen.length < KEY_VALUES) chosen.push(signal);
  };
  for (const pattern of KEYS[kind] ?? []) {
    const free = signals.filter((s) => !chosen.includes(s));
    take(free.find((s) => pattern.test(s.quantity)) ?? free.find((s) => pattern.test(s.point)));
  }
  for (const signal of signals) take(signal);
  return chosen;
}
