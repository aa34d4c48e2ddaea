import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import * as api from '../api.js';
import { clock } from '../live/clock.js';
import { feed } from '../live/feed.js';
import { Ticks } from '../live/controllers.js';
import { continuityHref, PERIODS, type Span } from '../model/routes.js';
import type { Continuity, Edge } from '../model/types.js';
import { router } from '../router.js';
import { PoyangElement } from '../ui/element.js';
import { shared } from '../ui/shared.js';
import * as icons from '../ui/icons.js';
import '../continuity/certificate-view.js';
import '../trend/period-bar.js';
import '../ui/load-error.js';

const EVERY_MILLIS = 30_000;

/** What of an edge's data of a period is here, missing or declared lost: to be read and printed. */
@customElement('continuity-page')
export class ContinuityPage extends PoyangElement {
  @property({ attribute: false }) edge: string | null = null;
  @property({ attribute: false }) span: Span = { kind: 'live', period: '24h' };
  @state() private certificate: Continuity | null = null;
  @state() private edges: readonly Edge[] = [];
  @state() private window = { from: 0, to: 1 };
  @state() private loading = false;
  @state() private error: unknown = null;
  #asked: AbortController | null = null;

  constructor() {
    super();
    // A period that stands is made once: whoever reads it must not see it change under his eyes.
    new Ticks(this, EVERY_MILLIS, () => this.span.kind === 'live' && !this.loading && void this.#load());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    feed.keep();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asked?.abort();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('edge') && !changed.has('span')) return;
    if (changed.has('edge')) this.certificate = null;
    void this.#load();
  }

  #wanted(): { from: number; to: number } {
    const { span } = this;
    if (span.kind === 'fixed') return { from: span.from, to: span.to };
    const to = clock.now();
    return { from: to - PERIODS[span.period], to };
  }

  async #load(): Promise<void> {
    this.#asked?.abort();
    const asked = new AbortController();
    this.#asked = asked;
    this.loading = true;
    const window = this.#wanted();
    this.window = window;
    try {
      if (this.edge === null) this.edges = await api.edges(asked.signal);
      else {
        const found = await api.continuity(this.edge, window.from, window.to, asked.signal);
        if (asked.signal.aborted) return;
        this.certificate = found;
      }
      this.error = null;
    } catch (e) {
      if (asked.signal.aborted) return;
      this.error = e;
    } finally {
      if (this.#asked === asked) this.loading = false;
    }
  }

  #go(span: Span): void {
    if (this.edge !== null) router.go(continuityHref(this.edge, span));
  }

  #fixed(from: number, to: number): void {
    this.#go({ kind: 'fixed', from: Math.max(0, from), to });
  }

  #move(by: number): void {
    const { from, to } = this.window;
    this.#fixed(from + (to - from) * by, to + (to - from) * by);
  }

  #zoomOut(): void {
    const { from, to } = this.window;
    this.#fixed(from - (to - from) / 2, to + (to - from) / 2);
  }

  override render() {
    const { edge, window } = this;
    if (edge === null) return this.#choice();
    const { from, to } = window;
    return html`
      <div class="toolbar top">
        <a class="button screen" href="/edges">${icons.left}${this.t('continuity.back')}</a>
        <h1>${this.t('continuity.title')}</h1>
        <period-bar class="screen" .span=${this.span} .from=${from} .to=${to}
          .link=${continuityHref(edge, { kind: 'fixed', from, to })}
          @span=${(e: CustomEvent<Span>) => this.#go(e.detail)}
          @live=${() => (this.span.kind === 'live' ? this.#fixed(from, to) : this.#go({ kind: 'live', period: '24h' }))}
          @out=${() => this.#zoomOut()}
          @move=${(e: CustomEvent<number>) => this.#move(e.detail)}></period-bar>
        <button class="screen" data-testid="print" @click=${() => print()}>${this.t('continuity.print')}</button>
      </div>
      ${this.error ? html`<load-error .error=${this.error} @retry=${() => this.#load()}></load-error>` : nothing}
      ${this.certificate
        ? html`<certificate-view class=${this.error ? 'hatched' : ''} .certificate=${this.certificate}></certificate-view>`
        : this.error
          ? nothing
          : html`<p class="empty">${this.t('load.busy')}</p>`}
    `;
  }

  #choice() {
    return html`<h1>${this.t('continuity.title')}</h1>
      ${this.error ? html`<load-error .error=${this.error} @retry=${() => this.#load()}></load-error>` : nothing}
      <div class="panel choice">
        <p>${this.t('continuity.choose')}</p>
        <ul>${this.edges.map((e) => html`<li><a href=${continuityHref(e.id)}>${e.id}</a></li>`)}</ul>
      </div>`;
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
      .choice {
        margin-top: 10px;
        padding: 10px 14px;
      }
      @media (max-width: 820px) {
        period-bar {
          order: 3;
          flex: 1 0 100%;
        }
      }
      @media print {
        .screen {
          display: none;
        }
      }
    `,
  ];
}
