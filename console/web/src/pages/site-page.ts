import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import * as api from '../api.js';
import { clock } from '../live/clock.js';
import { feed, type Change } from '../live/feed.js';
import { FollowsFeed, Ticks } from '../live/controllers.js';
import { signalsOf, unannounced } from '../live/catalogue.js';
import { deviceText } from '../i18n/devices.js';
import { trust } from '../model/freshness.js';
import { byDevice, columns, matches, type Group } from '../model/grouping.js';
import { MAX_SIGNALS, trendHref } from '../model/routes.js';
import type { Signal, Site } from '../model/types.js';
import { router } from '../router.js';
import { settings } from '../settings.js';
import { PoyangElement } from '../ui/element.js';
import { focusFilter, moveFocus, PageKeys } from '../ui/keys.js';
import { shared } from '../ui/shared.js';
import { signalGroupStyles, type SignalGroup } from '../ui/signal-group.js';
import * as icons from '../ui/icons.js';
import '../ui/site-head.js';
import '../ui/load-error.js';

const COLUMN_WIDTH = 600;
const ROW = 'tr[data-signal]';

/** A site's units and their live values. */
@customElement('site-page')
export class SitePage extends PoyangElement {
  @property({ attribute: false }) site = '';
  @state() private signals: readonly Signal[] | null = null;
  @state() private error: unknown = null;
  @state() private filter = '';
  @state() private abnormalOnly = false;
  @state() private selected: ReadonlySet<string> = new Set();
  @state() private columnCount = 1;
  #askedAt = 0;
  #doubtful = '';
  readonly #size = new ResizeObserver(([entry]) => {
    const width = entry?.contentRect.width ?? 0;
    this.columnCount = Math.max(1, Math.floor((width + 12) / COLUMN_WIDTH));
  });

  constructor() {
    super();
    new FollowsFeed(this, (change) => this.#changed(change));
    new Ticks(this, 1000, () => this.#tick());
    new PageKeys(this, {
      '/': (e) => focusFilter(this.shadowRoot, e),
      j: () => moveFocus(this.shadowRoot, ROW, 1),
      k: () => moveFocus(this.shadowRoot, ROW, -1),
      x: () => this.#toggleFocused(),
      Escape: () => (this.selected = new Set()),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#size.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('site')) return;
    this.signals = null;
    this.error = null;
    this.filter = '';
    this.selected = new Set();
    feed.follow([this.site]);
    void this.#load();
  }

  async #load(): Promise<void> {
    const { site } = this;
    this.#askedAt = Date.now();
    try {
      const [signals] = await Promise.all([
        signalsOf(site, this.#askedAt - 10_000),
        feed.sites ? null : api.sites().then((s) => (feed.sites ??= s)),
      ]);
      if (site !== this.site) return;
      this.signals = signals;
      this.error = null;
    } catch (e) {
      if (site === this.site) this.error = e;
    }
  }

  #changed(change: Change): void {
    if (change.sites) this.requestUpdate();
    if (change.snapshot && Date.now() - this.#askedAt > 5_000) void this.#load();
    this.#paint(change.state ? undefined : change.signals);
    if (this.#hasStranger(change.signals) && Date.now() - this.#askedAt > 10_000) void this.#load();
  }

  /** Readings of a signal that the catalogue did not name when we asked. */
  #hasStranger(ids: ReadonlySet<string>): boolean {
    if (!this.signals) return false;
    const known = this.#known;
    for (const id of ids) if (id.startsWith(this.site + '/') && !known.has(id)) return true;
    return false;
  }

  #knownOf: readonly Signal[] | null = null;
  #knownIds: ReadonlySet<string> = new Set();
  get #known(): ReadonlySet<string> {
    if (this.#knownOf !== this.signals) {
      this.#knownOf = this.signals;
      this.#knownIds = new Set(this.signals?.map((s) => s.id));
    }
    return this.#knownIds;
  }

  #tick(): void {
    this.#paint();
    if (this.abnormalOnly) {
      const now = this.#shown().map((s) => s.id).join();
      if (now !== this.#doubtful) this.requestUpdate();
      this.#doubtful = now;
    }
  }

  #paint(only?: ReadonlySet<string>): void {
    for (const group of this.renderRoot.querySelectorAll<SignalGroup>('signal-group')) group.paint(only);
  }

  #all(): readonly Signal[] {
    const known = this.#known;
    const strangers = [...feed.readings.keys()].filter((id) => id.startsWith(this.site + '/') && !known.has(id));
    return [...(this.signals ?? []), ...strangers.map(unannounced)];
  }

  #shown(): readonly Signal[] {
    const now = clock.now();
    return this.#all().filter(
      (s) =>
        matches(s, this.filter) &&
        (!this.abnormalOnly || trust(feed.readings.get(s.id), s, now, feed.lost) !== 'good'),
    );
  }

  override render() {
    const site = feed.sites?.sites.find((s) => s.id === this.site);
    if (feed.sites && !site) return this.#unknown();
    return html`
      ${site ? html`<site-head .site=${site}></site-head>` : nothing}
      ${this.error ? html`<load-error .error=${this.error} @retry=${() => this.#load()}></load-error>` : nothing}
      ${this.signals ? this.#body(site) : this.error ? nothing : html`<p class="empty">${this.t('load.busy')}</p>`}
    `;
  }

  #unknown() {
    return html`<div class="panel empty">
      <h1>${this.t('site.unknown', { site: this.site })}</h1>
      <p><a href="/">${this.t('site.back')}</a></p>
    </div>`;
  }

  #body(site: Site | undefined) {
    const all = this.#all().length;
    const shown = this.#shown();
    const groups = byDevice(shown);
    return html`
      <div class="toolbar">
        <input type="search" data-testid="filter" placeholder="${this.t('site.filter')}  /"
          aria-label=${this.t('site.filter')} .value=${this.filter}
          @input=${(e: InputEvent) => (this.filter = (e.target as HTMLInputElement).value)}
          @keydown=${this.#filterKey} />
        <label class="check">
          <input type="checkbox" data-testid="abnormal" .checked=${this.abnormalOnly}
            @change=${(e: Event) => (this.abnormalOnly = (e.target as HTMLInputElement).checked)} />
          ${this.t('site.abnormal')}
        </label>
        <span class="dim" data-testid="shown" aria-live="polite">${this.t('site.shown', { shown: shown.length, all })}</span>
        <span class="grow"></span>
        ${this.#compare()}
      </div>
      ${shown.length === 0
        ? html`<p class="panel empty">${this.t(all ? 'site.none' : site ? 'site.empty' : 'load.busy')}</p>`
        : html`<div class="columns" @click=${this.#click} @keydown=${this.#key} @change=${this.#check}>
            ${columns(groups, this.columnCount).map((column) => this.#column(column))}
          </div>`}
    `;
  }

  #column(column: readonly Group[]) {
    return html`<div class="column">
      ${repeat(
        column,
        (g) => g.device,
        (g) => html`<signal-group
          .device=${g.device}
          .heading=${g.device ? deviceText(g.device, settings.lang) : this.t('site.device.none')}
          .signals=${g.signals}
          .selected=${this.selected}
        ></signal-group>`,
      )}
    </div>`;
  }

  #compare() {
    const n = this.selected.size;
    if (n === 0) return html`<span class="dim hint">${this.t('site.compare.hint')}</span>`;
    const label = n === 1 ? this.t('site.compare.one') : this.t('site.compare', { n });
    return html`<button @click=${() => (this.selected = new Set())}>${icons.close}${this.t('site.clear')}</button>
      <a class="button go" data-testid="compare" href=${this.#trend([...this.selected])}>${label}</a>`;
  }

  override updated(): void {
    // One row is in the tab order; j, k and the arrows move from there.
    const rows = this.renderRoot.querySelectorAll<HTMLElement>(ROW);
    if (rows[0] && ![...rows].some((r) => r.tabIndex === 0)) rows[0].tabIndex = 0;
  }

  #trend(ids: readonly string[]): string {
    return trendHref(ids, { kind: 'live', period: '1h' });
  }

  #click(e: MouseEvent): void {
    const target = e.target as HTMLElement;
    if (target.closest('a, input, .sel')) {
      const box = target.closest('.sel') && !target.closest('input');
      if (box) this.#toggle(target.closest<HTMLElement>(ROW)?.dataset['signal']);
      return;
    }
    const row = target.closest<HTMLElement>(ROW);
    if (row && !getSelection()?.toString()) this.#open(row);
  }

  #open(row: HTMLElement): void {
    const id = row.dataset['signal'];
    if (id) router.go(this.#trend(this.selected.has(id) ? [...this.selected] : [id]));
  }

  #key(e: KeyboardEvent): void {
    const row = (e.target as HTMLElement).closest<HTMLElement>(ROW);
    if (!row || e.target !== row) return;
    if (e.key === 'Enter') this.#open(row);
    else if (e.key === ' ') this.#toggle(row.dataset['signal']);
    else if (e.key === 'ArrowDown') moveFocus(this.shadowRoot, ROW, 1);
    else if (e.key === 'ArrowUp') moveFocus(this.shadowRoot, ROW, -1);
    else return;
    e.preventDefault();
  }

  #check(e: Event): void {
    this.#toggle((e.target as HTMLElement).closest<HTMLElement>(ROW)?.dataset['signal']);
  }

  #toggleFocused(): void {
    const row = this.shadowRoot?.activeElement?.closest<HTMLElement>(ROW);
    this.#toggle(row?.dataset['signal']);
  }

  #toggle(id: string | undefined): void {
    if (!id) return;
    const next = new Set(this.selected);
    if (!next.delete(id) && next.size < MAX_SIGNALS) next.add(id);
    this.selected = next;
  }

  #filterKey(e: KeyboardEvent): void {
    if (e.key === 'Escape') {
      if (this.filter) this.filter = '';
      else (e.target as HTMLElement).blur();
      e.stopPropagation();
    } else if (e.key === 'Enter' || e.key === 'ArrowDown') {
      this.renderRoot.querySelector<HTMLElement>(ROW)?.focus();
    }
  }

  static override styles = [
    shared,
    signalGroupStyles,
    css`
      .toolbar {
        position: sticky;
        top: 0;
        z-index: 2;
        background: var(--bg);
        padding: 8px 0;
        margin-bottom: 2px;
      }
      input[type='search'] {
        width: 300px;
      }
      .columns {
        display: flex;
        gap: 12px;
        align-items: flex-start;
      }
      .column {
        flex: 1;
        min-width: 0;
        display: grid;
        gap: 12px;
      }
      signal-group {
        display: block;
        min-width: 0;
      }
      .go {
        background: var(--select);
        border-color: var(--link);
        font-weight: 600;
      }
      @media (max-width: 820px) {
        input[type='search'] {
          width: 100%;
        }
        .hint {
          display: none;
        }
      }
    `,
  ];
}
