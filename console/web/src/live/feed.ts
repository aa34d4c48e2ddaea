import type { LiveEvent, Sites } from '../model/types.js';
import type { Current } from '../model/freshness.js';
import { clock } from './clock.js';

export type FeedState =
  | { readonly kind: 'connecting'; readonly since: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'lost'; readonly since: number }
  | { readonly kind: 'paused' };

/** What happened since the last frame. */
export interface Change {
  readonly signals: ReadonlySet<string>;
  readonly sites: boolean;
  readonly state: boolean;
  /** A fresh snapshot arrived: if the line had been down, what was queried before has a hole. */
  readonly snapshot: boolean;
}

type Listener = (change: Change) => void;

const GRACE_MILLIS = 4_000; // a first connection may take this long before we call it lost
const SILENCE_MILLIS = 30_000; // a line this quiet is asked whether it still lives
const RETRY_MILLIS = [1_000, 2_000, 5_000, 10_000] as const;
const HIDDEN_MILLIS = 60_000; // a page nobody looks at hangs up after this

/**
 * The one live connection of the page: keeps the newest value of every signal in its scope, says
 * in what state the line is, and tells listeners at most once per frame. While the page is hidden
 * no frame comes, so changes gather without work; after a minute it hangs up altogether.
 */
export class Feed {
  readonly readings = new Map<string, Current>();
  /** Source time of the newest reading of each site: the `sites` event comes only now and then. */
  readonly newest = new Map<string, number>();
  sites: Sites | null = null;
  state: FeedState = { kind: 'connecting', since: Date.now() };

  readonly #listeners = new Set<Listener>();
  #scope: readonly string[] | null = null; // what is asked for; null: every site
  #wanted: readonly string[] | null = null; // what a page asked us to follow
  #started = false;
  #source: EventSource | null = null;
  #heard = 0;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #hidden: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #signals = new Set<string>();
  #sitesChanged = false;
  #stateChanged = false;
  #snapshot = false;

  /** Listens to these sites only, or to all; keeps what it knows of them. */
  follow(scope: readonly string[] | null): void {
    const same = this.#started && JSON.stringify(scope) === JSON.stringify(this.#wanted);
    if (same) return;
    this.#wanted = scope;
    // What the old scope did not cover has not been kept up to date: forget it.
    const covered = this.#scope;
    if (covered && this.#started) {
      for (const id of [...this.readings.keys()]) {
        if (!covered.includes(siteOf(id))) this.readings.delete(id);
      }
    }
    this.#scope = scope;
    if (!this.#started) {
      this.#started = true;
      document.addEventListener('visibilitychange', () => this.#visibility());
      this.#watch = setInterval(() => this.#check(), 2_000);
    }
    if (this.state.kind !== 'paused') this.#connect();
  }

  /** For a page without live values of its own: stays on what is followed, so the line's state shows. */
  keep(): void {
    if (!this.#started) this.follow(null);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get lost(): boolean {
    return this.state.kind === 'lost';
  }

  #connect(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    const query = (this.#scope ?? []).map((s) => 'site=' + encodeURIComponent(s)).join('&');
    const source = new EventSource('/api/live' + (query && '?' + query));
    this.#source = source;
    this.#heard = Date.now();
    if (this.state.kind === 'paused') this.#become({ kind: 'connecting', since: Date.now() });
    source.addEventListener('snapshot', (e) => {
      this.#failures = 0;
      this.#take(e, true);
    });
    source.addEventListener('change', (e) => this.#take(e, false));
    source.addEventListener('sites', (e) => {
      this.#heard = Date.now();
      const sites = parse<Sites>(e);
      if (!sites) return;
      clock.hear(sites.at);
      this.sites = sites;
      this.#sitesChanged = true;
      this.#schedule();
    });
    source.onerror = () => {
      if (source !== this.#source) return;
      // Closed for good is an answer: some site of the scope does not exist. All sites always do.
      if (source.readyState === EventSource.CLOSED && this.state.kind !== 'open') this.#scope = null;
      this.#lose();
    };
  }

  #take(event: Event, snapshot: boolean): void {
    this.#heard = Date.now();
    const body = parse<LiveEvent>(event);
    if (!body) return;
    clock.hear(body.at);
    for (const [id, at, value, status, flag] of body.readings) {
      this.readings.set(id, { at, value, status, flag });
      const site = siteOf(id);
      if (at > (this.newest.get(site) ?? 0)) this.newest.set(site, at);
      this.#signals.add(id);
    }
    if (snapshot) {
      this.#snapshot = true;
      this.#become({ kind: 'open' });
    }
    this.#schedule();
  }

  /** The browser may retry by itself or give up (an HTTP error); we always take over. */
  #lose(): void {
    this.#source?.close();
    this.#source = null;
    const { state } = this;
    if (state.kind === 'open' || (state.kind === 'connecting' && this.#failures >= 1)) {
      this.#become({ kind: 'lost', since: state.kind === 'connecting' ? state.since : this.#heard });
    }
    const wait = RETRY_MILLIS[Math.min(this.#failures, RETRY_MILLIS.length - 1)] ?? 10_000;
    this.#failures++;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), wait);
  }

  #check(): void {
    const { state } = this;
    if (state.kind === 'connecting' && Date.now() - state.since > GRACE_MILLIS) {
      this.#become({ kind: 'lost', since: state.since });
    }
    if (this.#source && Date.now() - this.#heard > SILENCE_MILLIS) void this.#probe();
  }

  /** A half-open connection says nothing, and neither does a plant at rest: ask. */
  async #probe(): Promise<void> {
    const source = this.#source;
    const quietSince = this.#heard;
    this.#heard = Date.now();
    try {
      const response = await fetch('/api/sites', { signal: AbortSignal.timeout(5_000) });
      if (!response.ok) throw new Error(String(response.status));
      if (source === this.#source && source) this.#connect();
    } catch {
      if (source === this.#source && source) {
        this.#heard = quietSince;
        this.#lose();
      }
    }
  }

  #visibility(): void {
    clearTimeout(this.#hidden);
    if (document.hidden) {
      this.#hidden = setTimeout(() => this.#pause(), HIDDEN_MILLIS);
    } else if (this.state.kind === 'paused') {
      this.#failures = 0;
      this.#connect();
    }
  }

  #pause(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
    this.#become({ kind: 'paused' });
  }

  #become(state: FeedState): void {
    if (state.kind === 'open' && this.state.kind === 'open') return;
    this.state = state;
    this.#stateChanged = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const change: Change = {
        signals: this.#signals,
        sites: this.#sitesChanged,
        state: this.#stateChanged,
        snapshot: this.#snapshot,
      };
      this.#signals = new Set();
      this.#sitesChanged = this.#stateChanged = this.#snapshot = false;
      for (const listener of [...this.#listeners]) listener(change);
    });
  }

  /** Only for the end of the page. */
  close(): void {
    clearInterval(this.#watch);
    this.#pause();
  }
}

function siteOf(signal: string): string {
  return signal.slice(0, signal.indexOf('/'));
}

/** A garbled event is one lost event, not the end of the feed. */
function parse<T>(event: Event): T | null {
  try {
    return JSON.parse((event as MessageEvent<string>).data) as T;
  } catch (e) {
    console.warn('live feed: an event could not be read', e);
    return null;
  }
}

export const feed = new Feed();
