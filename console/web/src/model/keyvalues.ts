import type { Signal, SiteKind } from './types.js';

/**
 * What a glance at a site should show, in this order. Each entry is matched against a signal's
 * quantity and then its point; the first match counts once.
 */
const KEYS: Readonly<Record<SiteKind, readonly RegExp[]>> = {
  'sewage-plant': [
    /^effluent\.cod/,
    /^effluent\.(nh3|ammonia)/,
    /^effluent\.(tp|total-phosphorus)/,
    /^influent\.flow/,
    /(^|\.)(do|dissolved-oxygen)$/,
    /^effluent\.ph/,
  ],
  incinerator: [
    /^furnace\.temperature$/,
    /(^|\.)nox$/,
    /(^|\.)so2$/,
    /(^|\.)co$/,
    /^steam\.flow|steam.*flow/,
    /^turbine\.power|generator.*power/,
  ],
  'ev-charging': [
    /^(grid|station|site|total)\.power/,
    /^transformer\.load/,
    /^charger\.status|session|state/,
    /^charger\.power|power/,
    /plug\.temperature/,
    /^(grid|site)\.energy/,
  ],
  ccus: [
    /^injection\.(flow|rate)/,
    /^wellhead\.pressure|injection\.pressure/,
    /^product\.flow|captured/,
    /^capture\.rate/,
    /^product\.purity|purity/,
    /^pipeline\.pressure/,
  ],
  other: [],
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
