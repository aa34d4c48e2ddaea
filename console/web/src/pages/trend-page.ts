import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import * as api from '../api.js';
import { clock } from '../live/clock.js';
import { feed, type Change } from '../live/feed.js';
import { FollowsFeed, Ticks } from '../live/controllers.js';
import { signalsOf, unannounced } from '../live/catalogue.js';
import { inTurn } from '../live/turns.js';
import * as format from '../model/format.js';
import { level } from '../model/quality.js';
import { PERIODS, trendHref, type PeriodKey, type Span } from '../model/routes.js';
import type { Series, Signal } from '../model/types.js';
import { router } from '../router.js';
import { settings } from '../settings.js';
import { append, dropBefore, track, type Track } from '../trend/series.js';
import type { ZoomDetail } from '../trend/trend-plot.js';
import { PoyangElement } from '../ui/element.js';
import { focusFilter, PageKeys } from '../ui/keys.js';
import { shared } from '../ui/shared.js';
import '../trend/period-bar.js';
import '../trend/signal-picker.js';
import '../trend/trend-plot.js';
import '../trend/trend-table.js';
import '../ui/load-error.js';

const REDRAW_MILLIS = 500;
const LEAST_SPAN_MILLIS = 1_000;
const REQUERY_LEAST_MILLIS = 60_000;

/** Up to eight signals over one period; the address holds the whole question. */
@customElement('trend-page')
export class TrendPage extends PoyangElement {
  @property({ attribute: false }) signals: readonly string[] = [];
  @property({ attribute: false }) span: Span = { kind: 'live', period: '1h' };
  @state() private known = new Map<string, Signal>();
  @state() private tracks = new Map<string, Track>();
  @state() private window: { from: number; to: number } = { from: 0, to: 1 };
  @state() private pointed: number | null = null;
  @state() private loading = false;
  @state() private error: unknown = null;
  @state() private version = 0;
  #width = 900;
  #asked: AbortController | null = null;
  #askedAt = 0;
  #grown = false;
  #described: Promise<void> = Promise.resolve();

  constructor() {
    super();
    new FollowsFeed(this, (change) => this.#changed(change));
    new Ticks(this, REDRAW_MILLIS, () => this.#follow());
    new PageKeys(this, {
      '/': (e) => focusFilter(this.renderRoot.querySelector('signal-picker')?.shadowRoot ?? null, e),
      '-': () => this.#zoomOut(),
      ArrowLeft: () => this.#move(-0.5),
      ArrowRight: () => this.#move(0.5),
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asked?.abort();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('signals') && !changed.has('span')) return;
    const sites = [...new Set(this.signals.map((id) => id.split('/')[0]!))];
    if (sites.length > 0) feed.follow(sites);
    else feed.keep();
    this.pointed = null;
    this.window = this.#wanted();
    this.#described = this.#describe(sites);
    void this.#query();
  }

  #wanted(): { from: number; to: number } {
    const { span } = this;
    if (span.kind === 'fixed') return { from: span.from, to: span.to };
    const to = clock.now();
    return { from: to - PERIODS[span.period], to };
  }

  async #describe(sites: readonly string[]): Promise<void> {
    const lists = await Promise.allSettled(sites.map((s) => signalsOf(s)));
    const known = new Map(this.known);
    for (const list of lists) {
      if (list.status === 'fulfilled') for (const s of list.value) known.set(s.id, s);
    }
    this.known = known;
    if (!feed.sites) void api.sites().then((s) => ((feed.sites ??= s), this.requestUpdate()), () => null);
  }

  async #query(): Promise<void> {
    this.#asked?.abort();
    if (this.signals.length === 0) {
      this.tracks = new Map();
      return;
    }
    const asked = new AbortController();
    this.#asked = asked;
    this.#askedAt = Date.now();
    this.loading = true;
    const { from, to } = this.#wanted();
    try {
      const [found] = await Promise.all([this.#series(from, to, asked.signal), this.#described]);
      if (asked.signal.aborted) return;
      this.tracks = new Map(found.series.map((s) => [s.signal, track(s, this.#signal(s.signal).maxSilenceMillis)]));
      this.window = this.span.kind === 'fixed' ? { from, to } : this.#wanted();
      this.error = found.error;
      this.version++;
    } catch (e) {
      if (asked.signal.aborted) return;
      this.error = e;
    } finally {
      if (this.#asked === asked) this.loading = false;
    }
  }

  /** An old link may name a signal that is no more: the others are shown all the same. */
  async #series(from: number, to: number, signal: AbortSignal): Promise<{ series: readonly Series[]; error: unknown }> {
    // Two points a pixel: the smallest and the largest value of its time.
    const points = this.#width * 2;
    const ask = (signals: readonly string[]) => api.readings({ signals, from, to, points }, signal);
    try {
      return { series: (await ask(this.signals)).series, error: null };
    } catch (e) {
      if (!(e instanceof api.ApiError) || e.status !== 404 || this.signals.length === 1) throw e;
      const each = await Promise.allSettled(this.signals.map((id) => inTurn(() => ask([id]))));
      return { series: each.flatMap((r) => (r.status === 'fulfilled' ? r.value.series : [])), error: e };
    }
  }

  #signal(id: string): Signal {
    return this.known.get(id) ?? unannounced(id);
  }

  #changed(change: Change): void {
    if (change.state) this.requestUpdate();
    // What an outage left out is asked for again; the first snapshot of a page is no outage.
    if (change.snapshot && Date.now() - this.#askedAt > 3_000) void this.#query();
    if (this.span.kind !== 'live' || this.loading) return;
    for (const id of this.signals) {
      const current = change.signals.has(id) ? feed.readings.get(id) : undefined;
      const t = this.tracks.get(id);
      if (!current || !t) continue;
      append(t, current.at, current.value, level(current.status));
      this.#grown = true;
    }
  }

  /** Moves the window along with now; asks again once enough of it is new. */
  #follow(): void {
    if (this.span.kind !== 'live' || feed.lost || this.signals.length === 0) return;
    const next = this.#wanted();
    const pixel = (next.to - next.from) / this.#width;
    if (!this.#grown && next.to - this.window.to < Math.max(pixel, 1000)) return;
    this.#grown = false;
    this.window = next;
    for (const t of this.tracks.values()) dropBefore(t, next.from);
    this.version++;
    const stale = Math.max(REQUERY_LEAST_MILLIS, PERIODS[this.span.period] / 20);
    if (!this.loading && Date.now() - this.#askedAt > stale) void this.#query();
  }

  #go(span: Span, signals: readonly string[] = this.signals): void {
    router.go(trendHref(signals, span));
  }

  #fixed(from: number, to: number): void {
    const middle = (from + to) / 2;
    const half = Math.max(LEAST_SPAN_MILLIS, to - from) / 2;
    this.#go({ kind: 'fixed', from: Math.max(0, middle - half), to: middle + half });
  }

  #zoomOut(): void {
    const { from, to } = this.window;
    const size = to - from;
    this.#fixed(from - size / 2, to + size / 2);
  }

  #move(by: number): void {
    const { from, to } = this.window;
    this.#fixed(from + (to - from) * by, to + (to - from) * by);
  }

  #toggleLive(): void {
    const { from, to } = this.window;
    if (this.span.kind === 'live') this.#fixed(from, to);
    else this.#go({ kind: 'live', period: nearest(to - from) });
  }

  override render() {
    const signals = this.signals.map((id) => this.#signal(id));
    const tracks = this.signals.map((id) => this.tracks.get(id));
    const { from, to } = this.window;
    const none = this.signals.length === 0;
    return html`
      <div class="toolbar top">
        <h1>${this.t('trend.title')}</h1>
        <period-bar .span=${this.span} .from=${from} .to=${to}
          .link=${none ? '' : trendHref(this.signals, { kind: 'fixed', from, to })}
          .csv=${none ? '' : api.csvHref({ signals: this.signals, from, to })}
          @span=${(e: CustomEvent<Span>) => this.#go(e.detail)}
          @live=${() => this.#toggleLive()} @out=${() => this.#zoomOut()}
          @move=${(e: CustomEvent<number>) => this.#move(e.detail)}></period-bar>
      </div>
      ${this.error ? html`<load-error .error=${this.error} @retry=${() => this.#query()}></load-error>` : nothing}
      <section class="panel">
        ${none
          ? html`<p class="empty">${this.t('trend.empty')}</p>`
          : html`<p class="status">
                <span data-testid="trend-window">${this.dateTime(from)} … ${this.dateTime(to)}</span>
                <span class="dim" data-testid="downsampled">${this.#sampling(tracks)}</span>
                <span class="grow"></span>
                <strong data-testid="cursor-time">${this.pointed === null ? this.t('trend.at.end') : this.dateTime(this.pointed)}</strong>
              </p>
              <trend-plot class=${feed.lost && this.span.kind === 'live' ? 'hatched' : ''}
                .signals=${signals} .tracks=${tracks} .from=${from} .to=${to} .version=${this.version}
                @zoom=${(e: CustomEvent<ZoomDetail>) => this.#fixed(e.detail.from, e.detail.to)}
                @zoomout=${() => this.#zoomOut()}
                @point=${(e: CustomEvent<number | null>) => (this.pointed = e.detail)}
                @fit=${(e: CustomEvent<number>) => this.#fit(e.detail)}></trend-plot>
              <trend-table .signals=${signals} .tracks=${tracks} .from=${from} .to=${to} .at=${this.pointed}
                .lost=${feed.lost && this.span.kind === 'live'} .version=${this.version}
                @remove-signal=${(e: CustomEvent<string>) => this.#go(this.span, this.signals.filter((id) => id !== e.detail))}></trend-table>`}
        <div class="add">
          <signal-picker .chosen=${this.signals}
            @pick=${(e: CustomEvent<string>) => this.#go(this.span, [...this.signals, e.detail])}></signal-picker>
          ${none ? nothing : html`<span class="dim hint">${this.t('trend.zoom')}</span>`}
        </div>
      </section>
    `;
  }

  #sampling(tracks: readonly (Track | undefined)[]): string {
    const shown = tracks.filter((t): t is Track => t !== undefined);
    if (shown.length === 0) return this.loading ? this.t('trend.loading') : '';
    if (shown.every((t) => t.at.length === 0)) return this.t('trend.nothing');
    const buckets = [...new Set(shown.filter((t) => t.downsampled).map((t) => t.bucketMillis))];
    if (buckets.length === 0) return this.t('trend.raw');
    const bucket = buckets.map((b) => format.bucket(b, settings.lang)).join(' / ');
    return this.t('trend.downsampled', { bucket });
  }

  /** The first measure comes after the first query; only a much wider plot is worth another. */
  #fit(width: number): void {
    const worth = width > this.#width * 1.3 || width < this.#width * 0.6;
    this.#width = width;
    if (worth) void this.#query();
  }

  static override styles = [
    shared,
    css`
      .top {
        margin-bottom: 10px;
        align-items: flex-start;
      }
      h1 {
        line-height: 28px;
      }
      period-bar {
        flex: 1;
      }
      @media (max-width: 820px) {
        .top {
          display: block;
        }
        h1 {
          display: none;
        }
      }
      .status {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 18px;
        padding: 9px 12px 2px;
      }
      .status .grow {
        flex: 1;
      }
      trend-plot {
        margin: 0 6px;
      }
      .add {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 16px;
        align-items: center;
        padding: 8px 12px 12px;
        border-top: 1px solid var(--line);
      }
      .add signal-picker {
        flex: 1;
      }
    `,
  ];
}

function nearest(millis: number): PeriodKey {
  const all = Object.entries(PERIODS) as [PeriodKey, number][];
  const distance = (p: number) => Math.abs(Math.log(p / millis));
  return all.reduce((a, b) => (distance(b[1]) < distance(a[1]) ? b : a))[0];
}
