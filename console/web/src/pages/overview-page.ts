import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import * as api from '../api.js';
import { clock } from '../live/clock.js';
import { feed } from '../live/feed.js';
import { FollowsFeed } from '../live/controllers.js';
import * as format from '../model/format.js';
import type { Site } from '../model/types.js';
import { PoyangElement } from '../ui/element.js';
import { focusFilter, moveFocus, PageKeys } from '../ui/keys.js';
import { shared } from '../ui/shared.js';
import * as icons from '../ui/icons.js';
import '../ui/site-card.js';
import '../ui/load-error.js';

/** All sites, in a steady order: a person remembers where a thing stands. */
@customElement('overview-page')
export class OverviewPage extends PoyangElement {
  @state() private filter = '';
  @state() private error: unknown = null;

  constructor() {
    super();
    new FollowsFeed(this, (change) => {
      if (change.snapshot && this.error) void this.#load();
      if (change.sites || change.state) this.requestUpdate();
    });
    new PageKeys(this, {
      '/': (e) => focusFilter(this.shadowRoot, e),
      j: () => this.#move(1),
      k: () => this.#move(-1),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    feed.follow(null);
    if (!feed.sites) void this.#load();
  }

  async #load(): Promise<void> {
    try {
      const sites = await api.sites();
      clock.hear(sites.at);
      feed.sites ??= sites;
      this.error = null;
    } catch (e) {
      this.error = e;
    }
    this.requestUpdate();
  }

  #move(by: 1 | -1): void {
    const cards = [...this.renderRoot.querySelectorAll('site-card')];
    const now = cards.findIndex((c) => c === this.shadowRoot?.activeElement);
    const next = cards[now < 0 ? (by > 0 ? 0 : cards.length - 1) : now + by];
    moveFocus(next?.shadowRoot ?? null, 'a.title', 1);
  }

  override render() {
    const all = feed.sites?.sites;
    return html`
      <div class="toolbar">
        <h1>${this.t('overview.title')}</h1>
        ${all ? this.#summary(all) : nothing}
        <span class="grow"></span>
        <input type="search" data-testid="filter" placeholder="${this.t('overview.filter')}  /"
          aria-label=${this.t('overview.filter')} .value=${this.filter}
          @input=${(e: InputEvent) => (this.filter = (e.target as HTMLInputElement).value)}
          @keydown=${this.#filterKey} />
      </div>
      ${this.error ? html`<load-error .error=${this.error} @retry=${() => this.#load()}></load-error>` : nothing}
      ${all ? this.#cards(all) : this.error ? nothing : html`<p class="empty">${this.t('load.busy')}</p>`}
    `;
  }

  #summary(all: readonly Site[]) {
    const signals = all.reduce((n, s) => n + s.signals, 0);
    const stale = all.filter((s) => s.state === 'stale' || (feed.lost && s.state === 'live')).length;
    const silent = all.filter((s) => s.state === 'silent').length;
    return html`<span class="dim" data-testid="summary">
        ${this.t('overview.summary', { sites: format.count(all.length), signals: format.count(signals) })}
      </span>
      ${stale ? html`<span class="mark warn">${icons.mark('stale')}${stale} ${this.t('state.stale')}</span>` : nothing}
      ${silent ? html`<span class="mark bad">${icons.mark('none')}${silent} ${this.t('state.silent')}</span>` : nothing}`;
  }

  #cards(all: readonly Site[]) {
    if (all.length === 0) return html`<p class="panel empty">${this.t('overview.empty')}</p>`;
    const word = this.filter.trim().toLowerCase();
    const shown = all.filter((s) =>
      `${s.id} ${s.name.zh} ${s.name.en} ${this.t(`kind.${s.kind}`)}`.toLowerCase().includes(word),
    );
    if (shown.length === 0) return html`<p class="panel empty">${this.t('overview.none')}</p>`;
    return html`<div class="grid">
      ${repeat(
        shown,
        (s) => s.id,
        (s) => html`<site-card .site=${s}></site-card>`,
      )}
    </div>`;
  }

  #filterKey(e: KeyboardEvent): void {
    if (e.key !== 'Escape') return;
    if (this.filter) this.filter = '';
    else (e.target as HTMLElement).blur();
  }

  static override styles = [
    shared,
    css`
      .toolbar {
        margin-bottom: 12px;
      }
      .toolbar h1 {
        margin-right: 4px;
      }
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr));
        gap: 12px;
      }
      input[type='search'] {
        width: 240px;
      }
      @media (max-width: 820px) {
        .toolbar .grow {
          display: none;
        }
        input[type='search'] {
          width: 100%;
        }
      }
    `,
  ];
}
