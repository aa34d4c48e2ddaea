import { css, html, LitElement, nothing, render } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { clock } from '../live/clock.js';
import { feed } from '../live/feed.js';
import { text, type TextKey, type Params } from '../i18n/texts.js';
import * as format from '../model/format.js';
import { rangePosition, trust, type Current, type Trust } from '../model/freshness.js';
import { statusName } from '../model/quality.js';
import { trendHref } from '../model/routes.js';
import type { Signal } from '../model/types.js';
import { unitText } from '../model/units.js';
import { FollowsSettings, settings } from '../settings.js';
import { mark } from './icons.js';

const COLUMNS = ['select', 'signal', 'value', 'unit', 'range', 'quality', 'age'] as const;

/** The cells of one row that change while the page is open, and what they show now. */
interface Cells {
  readonly signal: Signal;
  readonly row: HTMLElement;
  readonly value: HTMLElement;
  readonly bar: HTMLElement | null;
  readonly quality: HTMLElement;
  readonly age: HTMLElement;
  shown: Current | undefined;
  trust: Trust | null;
}

/**
 * The signals of one device as a table. Lit lays the rows out; the live cells are written directly,
 * and only when what they show has changed, so that a thousand signals cost a few milliseconds.
 * It renders into its page's own tree, where the keyboard and the tests find all rows at once.
 */
@customElement('signal-group')
export class SignalGroup extends LitElement {
  @property({ attribute: false }) device = '';
  @property({ attribute: false }) heading = '';
  @property({ attribute: false }) signals: readonly Signal[] = [];
  @property({ attribute: false }) selected: ReadonlySet<string> = new Set();
  #cells = new Map<string, Cells>();
  #visible = true;
  readonly #seen = new IntersectionObserver((entries) => {
    this.#visible = entries.at(-1)?.isIntersecting ?? true;
    if (this.#visible) this.paint();
  });

  constructor() {
    super();
    new FollowsSettings(this);
  }

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#seen.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen.disconnect();
  }

  override render() {
    return html`<section class="panel group" aria-label=${this.heading} data-testid="device" data-device=${this.device}>
      <h2>${this.heading}<span class="dim">${this.signals.length}</span></h2>
      <table>
        <colgroup>
          ${COLUMNS.map((c) => html`<col class="c-${c}" />`)}
        </colgroup>
        <thead class="visually-hidden">
          <tr>
            ${COLUMNS.map((c) => html`<th scope="col">${this.#t(`col.${c}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${repeat(
            this.signals,
            (s) => s.id,
            (s) => this.#row(s),
          )}
        </tbody>
      </table>
    </section>`;
  }

  #row(s: Signal) {
    const name = s.name[settings.lang];
    const unit = format.isState(s) ? '' : unitText(s.unit);
    return html`<tr data-testid="signal-row" data-signal=${s.id} tabindex="-1" aria-selected=${this.selected.has(s.id)}>
      <td class="sel">
        <input type="checkbox" tabindex="-1" .checked=${this.selected.has(s.id)}
          aria-label=${this.#t('site.select', { name })} />
      </td>
      <th scope="row" class="name" title="${name} · ${s.point}${s.hj212 ? ` · HJ 212 ${s.hj212}` : ''}">
        <a href=${trendHref([s.id], { kind: 'live', period: '1h' })} tabindex="-1">${name}</a>
        ${s.announced
          ? nothing
          : html`<span class="tag" title=${this.#t('site.unannounced.hint')}>${this.#t('site.unannounced')}</span>`}
        <span class="point">${s.point === name ? '' : s.point}</span>
      </th>
      <td class="value num" data-testid="value"></td>
      <td class="unit">${unit}</td>
      <td class="range">
        ${s.range
          ? html`<span class="bar" title=${this.#rangeText(s, s.range)}><i></i></span>`
          : nothing}
      </td>
      <td class="quality" data-testid="quality"></td>
      <td class="age num" data-testid="age"></td>
    </tr>`;
  }

  #rangeText(s: Signal, range: readonly [number, number]): string {
    return this.#t('range.text', { low: range[0], high: range[1], unit: unitText(s.unit) });
  }

  override updated(): void {
    const cells = new Map<string, Cells>();
    const byId = new Map(this.signals.map((s) => [s.id, s]));
    for (const row of this.querySelectorAll<HTMLElement>('tr[data-signal]')) {
      const signal = byId.get(row.dataset['signal'] ?? '');
      if (!signal) continue;
      cells.set(signal.id, {
        signal,
        row,
        value: row.querySelector('.value')!,
        bar: row.querySelector('.bar'),
        quality: row.querySelector('.quality')!,
        age: row.querySelector('.age')!,
        shown: undefined,
        trust: null,
      });
    }
    this.#cells = cells;
    this.paint();
  }

  /** Writes what has changed: of these signals, or of all. */
  paint(only?: ReadonlySet<string>): void {
    if (!this.#visible) return; // painted in full when it comes into view
    const now = clock.now();
    if (only && only.size < this.#cells.size) {
      for (const id of only) {
        const cells = this.#cells.get(id);
        if (cells) paintRow(cells, now);
      }
    } else {
      for (const cells of this.#cells.values()) paintRow(cells, now);
    }
  }

  #t(key: TextKey, params?: Params): string {
    return text(settings.lang, key, params);
  }
}

function paintRow(cells: Cells, now: number): void {
  const { signal } = cells;
  const current = feed.readings.get(signal.id);
  const belief = trust(current, signal, now, feed.lost);
  const fresh = cells.trust === null;
  if (fresh || current !== cells.shown) paintValue(cells, current);
  if (belief !== cells.trust || current?.status !== cells.shown?.status || current?.flag !== cells.shown?.flag) {
    cells.row.dataset['trust'] = belief;
    paintQuality(cells.quality, belief, current);
  }
  cells.trust = belief;
  cells.shown = current;
  const show = feed.lost ? format.age : format.ageOrNow; // nothing is "now" once the line is lost
  const age = current ? show(current.at, now, settings.lang) : '';
  if (cells.age.textContent !== age) cells.age.textContent = age;
}

function paintValue({ signal, value, bar }: Cells, current: Current | undefined): void {
  const shown = format.value(signal, current?.value, settings.lang);
  if (value.textContent !== shown) value.textContent = shown;
  value.dataset['value'] = String(current?.value ?? '');
  if (current) value.dataset['at'] = String(current.at);
  if (!bar || !signal.range) return;
  const number = current?.value ?? null;
  bar.hidden = number === null;
  if (number === null) return;
  const { at, outside } = rangePosition(number, signal.range);
  // Through the CSSOM: style attributes in markup are forbidden by the page's policy.
  (bar.firstElementChild as HTMLElement).style.left = `${(at * 100).toFixed(1)}%`;
  bar.dataset['outside'] = outside < 0 ? 'below' : outside > 0 ? 'above' : '';
}

function paintQuality(cell: HTMLElement, belief: Trust, current: Current | undefined): void {
  const lang = settings.lang;
  const word = text(lang, `trust.${belief}`);
  const tone = belief === 'good' ? '' : belief === 'bad' || belief === 'none' ? 'bad' : 'warn';
  const flag = current?.flag && current.flag !== 'N' ? current.flag : null;
  cell.title = current ? statusName(current.status) : '';
  render(
    html`<span class="mark ${tone}">${mark(belief)}<span class="word">${word}</span></span>
      ${flag ? html`<span class="tag" title=${text(lang, 'flag.hint', { flag })}>${flag}</span>` : nothing}`,
    cell,
  );
}

/** Belongs to the page that holds the groups, because they render into its tree. */
export const signalGroupStyles = css`
  .group {
    padding: 6px 0 2px;
    contain: layout style;
  }
  .group h2 {
    display: flex;
    justify-content: space-between;
    padding: 0 10px 5px;
  }
  .group h2 .dim {
    font-weight: 400;
    font-size: 12px;
  }
  .group table {
    table-layout: fixed;
  }
  .group tr[data-signal] {
    border-top: 1px solid var(--line);
    height: 27px;
    cursor: pointer;
  }
  .group tr[data-signal]:hover {
    background: var(--hover);
  }
  .group tr[aria-selected='true'] {
    background: var(--select);
  }
  .group tr:focus-visible {
    outline-offset: -2px;
  }
  .group td,
  .group th {
    padding: 2px 4px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .c-select {
    width: 31px;
  }
  .c-value {
    width: 116px;
  }
  .c-unit {
    width: 70px;
  }
  .c-range {
    width: 84px;
  }
  .c-quality {
    width: 92px;
  }
  .c-age {
    width: 68px;
  }
  .group .sel {
    padding-left: 10px;
    line-height: 0;
  }
  .group th.name {
    font-size: 13px;
  }
  .group th.name a {
    color: var(--text);
  }
  .group .point {
    color: var(--dim);
    font-size: 11px;
    margin-left: 5px;
  }
  .group .value {
    font-size: 15px;
  }
  .group .unit,
  .group .quality,
  .group .age {
    color: var(--dim);
  }
  .group .range {
    overflow: visible;
  }
  .group .age {
    padding-right: 10px;
    font-size: 12px;
  }
  .bar {
    display: block;
    position: relative;
    height: 5px;
    border-radius: 2px;
    background: var(--track);
    margin: 0 4px;
  }
  .bar[hidden] {
    display: none;
  }
  .bar i {
    position: absolute;
    top: -3px;
    width: 3px;
    height: 11px;
    margin-left: -1.5px;
    border-radius: 1px;
    background: var(--mark);
  }
  .bar[data-outside='above'] i,
  .bar[data-outside='below'] i {
    width: 0;
    height: 0;
    border-radius: 0;
    background: none;
    border: 6px solid transparent;
  }
  .bar[data-outside='above'] i {
    border-left-color: var(--warn);
    margin-left: -2px;
  }
  .bar[data-outside='below'] i {
    border-right-color: var(--warn);
    margin-left: -10px;
  }
  tr[data-trust='stale'] .value,
  tr[data-trust='none'] .value,
  tr[data-trust='bad'] .value {
    color: var(--dim);
    font-style: italic;
  }
  tr[data-trust='stale'] .value {
    background-image: repeating-linear-gradient(-45deg, var(--hatch) 0 3px, transparent 3px 7px);
  }
  tr[data-trust='stale'] .age {
    color: var(--warn);
  }
  tr[data-trust='stale'] .bar i,
  tr[data-trust='bad'] .bar i {
    background: none;
    border: 1px solid var(--dim);
  }
  @media (max-width: 620px) {
    .c-range,
    .group .range,
    .group .point {
      display: none;
    }
    .group th.name {
      white-space: normal;
      line-height: 1.25;
    }
    .group tr[data-signal] {
      height: 38px;
    }
    .c-value {
      width: 76px;
    }
    .c-unit {
      width: 50px;
    }
    .c-quality {
      width: 26px;
    }
    .c-age {
      width: 62px;
    }
    .group .quality .word,
    .group .quality .tag {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
