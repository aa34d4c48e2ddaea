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
  readonly pauses: number;
  readonly trouble: string | null;
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
  readonly readings: number;
  readonly replayable: boolean;
  readonly settlement: Settlement | null;
}

export interface Settlement {
  readonly outcome: 'replayed' | 'discarded';
  readonly at: number;
  readonly why: string;
}

export interface Quarantine {
  readonly count: number;
  readonly byReason: Readonly<Record<string, number>>;
  readonly refusals: readonly Refusal[];
  readonly next: number | null;
}

export interface Period {
  readonly from: number;
  readonly to: number;
}

/** Numbers of batches, both included. */
export interface BatchRange {
  readonly first: number;
  readonly last: number;
}

export type Verdict =
  | 'complete'
  | 'gaps-declared'
  | 'tail-unknown'
  | 'under-way'
  | 'missing'
  | 'broken-chain'
  | 'nothing-known';

export interface Epoch {
  readonly epoch: string;
  readonly first: number | null;
  readonly previous: string | null;
  readonly last: number | null;
  readonly batches: BatchRange | null;
  readonly missing: readonly (BatchRange & Period)[];
  readonly declared: readonly BatchRange[];
  readonly beyond: readonly BatchRange[];
  readonly committed: number;
  readonly readings: number;
  readonly lastCommit: number | null;
}

export interface Chain {
  readonly headUnknown: boolean;
  readonly tailUnknown: boolean;
  readonly epochs: readonly Epoch[];
}

export interface Gap {
  readonly cause: string;
  readonly readings: number | null;
  readonly from: number;
  readonly to: number;
  readonly signals: readonly string[];
  readonly batches: (BatchRange & { readonly epoch: string }) | null;
  readonly detail: string;
  readonly arrived: boolean;
}

export interface Hour {
  readonly from: number;
  readonly epoch: string;
  readonly batches: BatchRange;
  readonly readings: number;
}

export interface Continuity {
  readonly edge: string;
  readonly at: number;
  readonly asked: Period;
  readonly period: Period;
  readonly verdict: Verdict;
  readonly chains: readonly Chain[];
  readonly gapCount: number;
  readonly gaps: readonly Gap[];
  readonly hours: readonly Hour[];
  readonly totals: {
    readonly batches: number;
    readonly readings: number;
    readonly missing: number;
    readonly declared: number;
    readonly beyond: number;
    readonly lost: number | null;
  };
  readonly store: { readonly signals: number; readonly readings: number | null; readonly detail: string };
  readonly quarantine: { readonly refusals: number; readonly readings: number; readonly more: boolean };
}
