import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import * as api from '../api.js';
import { clock } from '../live/clock.js';
import { feed, type Change } from '../live/feed.js';
import { FollowsFeed, Ticks } from '../live/controllers.js';
import { signalsOf } from '../live/catalogue.js';
import { inTurn } from '../live/turns.js';
import * as format from '../model/format.js';
import { trust, type Trust } from '../model/freshness.js';
import { keySignals } from '../model/keyvalues.js';
import { siteHref } from '../model/routes.js';
import type { Series, Signal, Site, SiteState } from '../model/types.js';
import { unitText } from '../model/units.js';
import { settings } from '../settings.js';
import { PoyangElement } from './element.js';
import { shared } from './shared.js';
import { spark } from './spark.js';
import * as icons from './icons.js';

const HOUR = 3_600_000;
const SPARK_EVERY_MILLIS = 60_000;

/** One site at a glance: its state, how its signals are, and the few values that matter most. */
@customElement('site-card')
export class SiteCard extends PoyangElement {
  @property({ attribute: false }) site!: Site;
  @state() private keys: readonly Signal[] = [];
  @state() private series = new Map<string, Series>();
  #sparkSpan: readonly [number, number] = [0, 1];
  #sparkAt = 0;
  #visible = false;
  readonly #seen = new IntersectionObserver((entries) => {
    this.#visible = entries.some((e) => e.isIntersecting);
    if (this.#visible) void this.#loadSparks();
  });

  constructor() {
    super();
    new FollowsFeed(this, (change) => this.#changed(change));
    new Ticks(this, 1000, () => {
      if (!this.#visible) return;
      this.requestUpdate();
      void this.#loadSparks();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#seen.observe(this);
    void this.#loadKeys();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen.disconnect();
  }

  #changed(change: Change): void {
    if (change.snapshot) {
      this.#sparkAt = 0;
      void this.#loadKeys();
    }
    if (change.state || this.keys.some((k) => change.signals.has(k.id))) this.requestUpdate();
  }

  async #loadKeys(): Promise<void> {
    try {
      this.keys = keySignals(this.site.kind, await signalsOf(this.site.id));
      void this.#loadSparks();
    } catch {
      this.keys = []; // the card still shows the counts; the next snapshot tries again
    }
  }

  async #loadSparks(): Promise<void> {
    if (!this.#visible || this.keys.length === 0) return;
    if (Date.now() - this.#sparkAt < SPARK_EVERY_MILLIS) return;
    this.#sparkAt = Date.now();
    const to = clock.now();
    const from = to - HOUR;
    const signals = this.keys.map((k) => k.id);
    try {
      const body = await inTurn(() => api.readings({ signals, from, to, points: 72 }));
      this.#sparkSpan = [from, to];
      this.series = new Map(body.series.map((s) => [s.signal, s]));
    } catch {
      this.series = new Map(); // a spark is an extra: its absence needs no alarm
    }
  }

  override render() {
    const { site } = this;
    const now = clock.now();
    const shown: SiteState = feed.lost && site.state === 'live' ? 'stale' : site.state;
    return html`<article class="panel" data-testid="site-card" data-site=${site.id} data-state=${shown}>
      <header>
        ${icons.kindIcon(site.kind)}
        <div class="who">
          <h2><a class="title" href=${siteHref(site.id)}>${this.named(site.name)}</a></h2>
          <span class="dim">${this.t(`kind.${site.kind}`)}</span>
        </div>
        ${this.#state(shown)}
      </header>
      ${this.keys.length === 0
        ? html`<p class="none dim">${site.signals === 0 ? this.t('site.empty') : nothing}</p>`
        : html`<table>
            <tbody>
              ${this.keys.map((signal) => this.#key(signal, now))}
            </tbody>
          </table>`}
      <footer>
        ${this.#counts()}
        <span class="dim" data-testid="site-age">${this.#age(now)}</span>
      </footer>
    </article>`;
  }

  #state(shown: SiteState): TemplateResult {
    const tone = shown === 'live' ? 'dim' : shown === 'stale' ? 'warn' : 'bad';
    const shape = shown === 'live' ? icons.ok : icons.mark(shown === 'stale' ? 'stale' : 'none');
    return html`<span class="mark ${tone}" data-testid="site-state">${shape}${this.t(`state.${shown}`)}</span>`;
  }

  #key(signal: Signal, now: number): TemplateResult {
    const current = feed.readings.get(signal.id);
    const belief: Trust = trust(current, signal, now, feed.lost);
    const name = this.named(signal.name);
    return html`<tr data-signal=${signal.id}>
      <th scope="row" title=${name}>${name}</th>
      <td class="line">
        ${spark(this.series.get(signal.id), ...this.#sparkSpan, signal.range, this.t('spark.label', { name }))}
      </td>
      <td class="sign" title=${this.t(`trust.${belief}`)}>
        ${belief === 'good'
          ? nothing
          : html`<span class="mark ${belief === 'bad' || belief === 'none' ? 'bad' : 'warn'}">${icons.mark(belief)}
              <span class="visually-hidden">${this.t(`trust.${belief}`)}</span></span>`}
      </td>
      <td class="num value ${belief}" data-testid="key-value" data-value=${current?.value ?? ''}>
        ${format.value(signal, current?.value, settings.lang)}
      </td>
      <td class="unit dim">${format.isState(signal) ? '' : unitText(signal.unit)}</td>
    </tr>`;
  }

  #counts(): TemplateResult {
    const { bad, signals } = this.site;
    // Without the line nothing is known to be live any more.
    const { live, stale } = feed.lost ? { live: 0, stale: signals } : this.site;
    return html`<span class="counts">
      <span data-testid="count-live">${format.count(live)} ${this.t('count.live')}</span>
      <span data-testid="count-stale" class=${stale ? 'mark warn' : 'dim'}
        >${stale ? icons.mark('stale') : nothing}${format.count(stale)} ${this.t('count.stale')}</span
      >
      <span data-testid="count-bad" class=${bad ? 'mark bad' : 'dim'}
        >${bad ? icons.mark('bad') : nothing}${format.count(bad)} ${this.t('count.bad')}</span
      >
    </span>`;
  }

  #age(now: number): string {
    const newest = Math.max(this.site.lastReadingAt ?? 0, feed.newest.get(this.site.id) ?? 0);
    if (newest === 0) return `${this.t('last.reading')} ${this.t('last.never')}`;
    return `${this.t('last.reading')} ${format.ago(newest, now, settings.lang)}`;
  }

  static override styles = [
    shared,
    css`
      article {
        position: relative;
        height: 100%;
        display: flex;
        flex-direction: column;
        padding: 10px 12px 8px;
        gap: 8px;
      }
      article:hover {
        border-color: var(--control);
      }
      article:focus-within {
        outline: 2px solid var(--link);
        outline-offset: 1px;
      }
      header {
        display: flex;
        gap: 9px;
        align-items: flex-start;
      }
      .who {
        flex: 1;
        min-width: 0;
        display: flex;
        flex-direction: column;
        line-height: 1.3;
      }
      .title {
        color: var(--text);
        outline: none;
      }
      .title::after {
        content: '';
        position: absolute;
        inset: 0;
      }
      svg.kind {
        width: 26px;
        height: 26px;
        color: var(--dim);
        flex: none;
        margin-top: 3px;
      }
      table {
        table-layout: fixed;
      }
      .none {
        padding: 8px 0;
      }
      tr {
        border-top: 1px solid var(--line);
      }
      td,
      th {
        padding: 2px 0;
        height: 26px;
      }
      th {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-size: 13px;
      }
      td.line {
        width: 84px;
        padding-left: 8px;
        color: var(--dim);
      }
      svg.spark {
        width: 72px;
        height: 18px;
        display: block;
      }
      td.sign {
        width: 20px;
        text-align: right;
      }
      td.value {
        width: 100px;
        font-size: 15px;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      td.unit {
        width: 52px;
        padding-left: 6px;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .value.stale,
      .value.none,
      .value.bad {
        color: var(--dim);
        font-style: italic;
      }
      .value.stale {
        background-image: repeating-linear-gradient(-45deg, var(--hatch) 0 3px, transparent 3px 7px);
      }
      footer {
        margin-top: auto;
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 2px 12px;
        border-top: 1px solid var(--line);
        padding-top: 6px;
        font-size: 12px;
      }
      .counts {
        display: flex;
        gap: 12px;
      }
    `,
  ];
}
