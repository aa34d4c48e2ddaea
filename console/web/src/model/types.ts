/** The shapes of the HTTP API, exactly as the server sends them. Times are epoch milliseconds. */

export interface Name {
  readonly zh: string;
  readonly en: string;
}

export type SiteKind = 'sewage-plant' | 'incinerator' | 'ev-charging' | 'ccus' | 'other';
export type SiteState = 'live' | 'stale' | 'silent';

export interface Site {
  readonly id: string;
  readonly kind: SiteKind;
  readonly name: Name;
  readonly state: SiteState;
  readonly signals: number;
  readonly live: number;
  readonly stale: number;
  readonly bad: number;
  readonly lastReadingAt: number | null;
  readonly edges: readonly string[];
}

export interface Sites {
  readonly at: number;
  readonly sites: readonly Site[];
}

export interface Signal {
  readonly id: string;
  readonly site: string;
  readonly point: string;
  readonly device: string;
  readonly name: Name;
  readonly unit: string;
  readonly quantity: string;
  readonly range: readonly [number, number] | null;
  readonly hj212: string | null;
  readonly maxSilenceMillis: number;
  readonly states: Readonly<Record<string, Name>>;
  readonly announced: boolean;
  readonly edge: string;
}

/** signal, source time, value, OPC UA status, HJ 212 flag. */
export type LiveRow = readonly [string, number, number | null, number, string | null];

export interface LiveEvent {
  readonly at: number;
  readonly readings: readonly LiveRow[];
}

export interface Series {
  readonly signal: string;
  readonly downsampled: boolean;
  readonly bucketMillis: number;
  readonly readings: number;
  readonly at: readonly number[];
  readonly value: readonly (number | null)[];
  readonly quality: readonly number[];
}

export interface Readings {
  readonly from: number;
  readonly to: number;
  readonly series: readonly Series[];
}

export interface EdgeSource {
  readonly name: string;
  readonly connected: boolean;
  readonly detail: string;
}

export interface Edge {
  readonly id: string;
  readonly sites: readonly string[];
  readonly connected: boolean;
  readonly lastSeen: number | null;
  readonly batches: number;
  readonly readings: number;
  readonly refused: number;
  readonly clockOffsetMillis: number | null;
  readonly backlogBatches: number | null;
  readonly backlogReadings: number | null;
  readonly sources: readonly EdgeSource[];
}

export interface Refusal {
  readonly number: number;
  readonly receivedAt: number;
  readonly edge: string;
  readonly reason: string;
  readonly subject: string;
  readonly detail: string;
  readonly content: string;
}

export interface Quarantine {
  readonly count: number;
  readonly byReason: Readonly<Record<string, number>>;
  readonly refusals: readonly Refusal[];
  readonly next: number | null;
}
