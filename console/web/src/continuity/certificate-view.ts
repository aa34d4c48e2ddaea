import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { textOr } from '../i18n/texts.js';
import { cellMillis, cells, lastFullHour, tone } from '../model/continuity.js';
import * as format from '../model/format.js';
import { continuityHref, quarantineHref } from '../model/routes.js';
import * as time from '../model/time.js';
import type { BatchRange, Chain, Continuity, Epoch, Gap } from '../model/types.js';
import { settings } from '../settings.js';
import { PoyangElement } from '../ui/element.js';
import { shared } from '../ui/shared.js';
import * as icons from '../ui/icons.js';
import './time-strip.js';

/** The newest so many; a year of restarts is no reading for anyone. */
const MOST_EPOCHS = 60;
const MOST_RANGES = 12;
const MOST_SIGNALS = 4;

/** A certificate for the screen and for paper. */
@customElement('certificate-view')
export class CertificateView extends PoyangElement {
  @property({ attribute: false }) certificate!: Continuity;

  override render() {
    const c = this.certificate;
    return html`
      ${this.#head(c)} ${this.#counts(c)} ${this.#epochs(c)} ${this.#gaps(c)}
      <p class="proves">${this.t('continuity.proves')}</p>
    `;
  }

  #head(c: Continuity) {
    const how = tone(c.verdict);
    const icon = { good: icons.ok, open: icons.mark('stale'), warn: icons.warning, bad: icons.mark('bad'), none: icons.mark('none') }[how];
    const full = lastFullHour(c);
    const widened = c.asked.from !== c.period.from || c.asked.to !== c.period.to;
    return html`<section class="panel head">
      <div class="verdict ${how}" data-testid="verdict" data-verdict=${c.verdict}>
        <strong class="mark ${how === 'bad' || how === 'warn' ? how : ''}">${icon}${this.t(`verdict.${c.verdict}`)}</strong>
        <p>${this.t(`verdict.${c.verdict}.says`)}</p>
        ${full === null
          ? nothing
          : html`<p class="dim">${this.t('continuity.goes-on')}
              <a class="screen" data-testid="full-hours"
                href=${continuityHref(c.edge, { kind: 'fixed', from: c.period.from, to: full })}>${this.t('continuity.full')}</a></p>`}
      </div>
      <dl>
        <div><dt>${this.t('continuity.edge')}</dt><dd data-testid="certificate-edge">${c.edge}</dd></div>
        <div><dt>${this.t('continuity.period')}</dt><dd>${this.#from(c.period.from)} … ${this.#from(c.period.to)}
          <span class="dim">${time.zoneText(c.period.to, settings.zone)}</span></dd></div>
        ${widened
          ? html`<div class="asked"><dt>${this.t('continuity.asked')}</dt><dd>${this.dateTime(c.asked.from)} … ${this.dateTime(c.asked.to)}</dd></div>`
          : nothing}
        <div><dt>${this.t('continuity.at')}</dt><dd>${this.dateTime(c.at)}</dd></div>
      </dl>
    </section>`;
  }

  #from(at: number): string {
    return this.dateTime(at).slice(0, 16);
  }

  #counts({ totals, store, quarantine }: Continuity) {
    const n = format.count;
    const box = (testid: string, title: string, value: string, hint: string, tone = '') =>
      html`<div class="panel" data-testid=${testid}>
        <dt>${title}</dt>
        <dd><strong class=${tone ? `mark ${tone}` : ''}>${tone ? icons.warning : nothing}${value}</strong>
          <span class="dim">${hint}</span></dd>
      </div>`;
    return html`<dl class="counts">
        ${box('count-committed', this.t('continuity.committed'), n(totals.readings), this.t('continuity.committed.hint'))}
        ${box(
          'count-stored',
          this.t('continuity.stored'),
          store.readings === null ? this.t('continuity.stored.not') : n(store.readings),
          store.readings === null ? store.detail : this.t('continuity.stored.hint', { n: store.signals }),
        )}
        ${box(
          'count-missing',
          this.t('continuity.missing'),
          n(totals.missing),
          this.t('continuity.missing.hint', { n: n(totals.batches) }),
          totals.missing > 0 ? 'bad' : '',
        )}
        ${box(
          'count-lost',
          this.t('continuity.lost'),
          totals.lost === null ? this.t('continuity.lost.unknown') : n(totals.lost),
          this.t(totals.lost === null ? 'continuity.lost.unknown.hint' : 'continuity.lost.hint'),
          totals.lost === 0 ? '' : 'warn',
        )}
        ${box(
          'count-refused',
          this.t('continuity.refused'),
          n(quarantine.readings) + (quarantine.more ? '+' : ''),
          this.t('continuity.refused.hint', { n: n(quarantine.refusals) }),
          quarantine.refusals > 0 ? 'warn' : '',
        )}
      </dl>
      <p class="dim note">${this.t('continuity.differ')}
        ${quarantine.refusals > 0 ? html`<a class="screen" href=${quarantineHref(false)}>${this.t('nav.quarantine')}</a>` : nothing}</p>`;
  }

  #epochs(c: Continuity) {
    const all = c.chains.flatMap((chain) => chain.epochs.map((epoch, i) => ({ chain, epoch, i })));
    const shown = all.slice(-MOST_EPOCHS);
    const size = format.duration(cellMillis(c), settings.lang);
    return html`<section class="panel">
      <header>
        <h2>${this.t('continuity.epochs')}</h2>
        <span class="dim">${this.t('continuity.epochs.hint')}</span>
      </header>
      <p class="key" aria-hidden="true">
        <span><i class="k committed"></i>${this.t('continuity.key.committed')}</span>
        <span><i class="k missing"></i>${this.t('continuity.key.missing')}</span>
        <span><i class="k gap"></i>${this.t('continuity.key.gap')}</span>
        <span class="dim">${this.t('continuity.cell', { size })}</span>
      </p>
      <div class="row all">
        <div class="what"><strong>${this.t('continuity.all')}</strong></div>
        <div class="when">
          <time-strip data-testid="strip" .cells=${cells(c, null)}></time-strip>
          <p class="axis dim"><span>${this.#from(c.period.from)}</span><span>${this.#from((c.period.from + c.period.to) / 2)}</span><span>${this.#from(c.period.to)}</span></p>
        </div>
      </div>
      ${all.length > shown.length
        ? html`<p class="note dim">${this.t('continuity.more', { n: format.count(all.length - shown.length) })}</p>`
        : nothing}
      ${shown.map(({ chain, epoch, i }) => this.#epoch(c, chain, epoch, i))}
    </section>`;
  }

  #epoch(c: Continuity, chain: Chain, e: Epoch, index: number) {
    const isFirst = index === 0;
    const isLast = index === chain.epochs.length - 1;
    return html`<div class="row" role="group" aria-label="${this.t('continuity.epoch')} ${e.epoch}" data-testid="epoch" data-epoch=${e.epoch}>
      <div class="what">
        <p><span class="dim">${this.t('continuity.epoch')}</span> <code>${e.epoch}</code>
          ${e.first !== null && e.previous === null ? html`<span class="tag">${this.t('continuity.new')}</span>` : nothing}</p>
        <p><span class="dim">${this.t('continuity.batches')}</span>
          ${e.batches ? `${e.batches.first}–${e.batches.last}` : this.t('continuity.none')}
          <span class="dim">· ${this.t('continuity.readings')}</span> ${format.count(e.readings)}</p>
        ${isFirst && chain.headUnknown ? this.#warning('bad', this.t('continuity.head')) : nothing}
        ${this.#ranges('bad', 'continuity.missing.numbers', e.missing)}
        ${this.#ranges('warn', 'continuity.declared.numbers', e.declared)}
        ${this.#ranges('warn', 'continuity.beyond.numbers', e.beyond)}
        ${isLast && chain.tailUnknown ? this.#warning('warn', this.t('continuity.tail')) : nothing}
      </div>
      <div class="when"><time-strip .cells=${cells(c, e.epoch)}></time-strip></div>
    </div>`;
  }

  #warning(how: 'warn' | 'bad', what: string) {
    return html`<p><span class="mark ${how}">${icons.warning}${what}</span></p>`;
  }

  #ranges(
    how: 'warn' | 'bad',
    key: 'continuity.missing.numbers' | 'continuity.declared.numbers' | 'continuity.beyond.numbers',
    ranges: readonly BatchRange[],
  ) {
    if (ranges.length === 0) return nothing;
    const shown = ranges
      .slice(0, MOST_RANGES)
      .map((r) => (r.first === r.last ? String(r.first) : `${r.first}–${r.last}`));
    const rest = ranges.length - shown.length;
    return html`<p><span class="mark ${how}">${icons.warning}${this.t(key)}</span>
      ${shown.join(', ')}${rest > 0 ? ` … (+${rest})` : ''}</p>`;
  }

  #gaps(c: Continuity) {
    const columns = ['cause', 'from', 'to', 'readings', 'signals', 'detail'] as const;
    return html`<section class="panel">
      <header><h2>${this.t('continuity.gaps')}</h2></header>
      ${c.gaps.length === 0
        ? html`<p class="note">${this.t('continuity.gaps.none')}</p>`
        : html`<table data-testid="gaps">
            <thead><tr>${columns.map((k) => html`<th scope="col" class=${k === 'readings' ? 'num' : ''}>${this.t(`gap.${k}`)}</th>`)}</tr></thead>
            <tbody>${c.gaps.map((gap) => this.#gap(gap))}</tbody>
          </table>`}
      ${c.gapCount > c.gaps.length
        ? html`<p class="note">${this.t('continuity.gaps.more', { n: format.count(c.gaps.length), all: format.count(c.gapCount) })}</p>`
        : nothing}
    </section>`;
  }

  #gap(gap: Gap) {
    const named = gap.signals.slice(0, MOST_SIGNALS).join(', ');
    const rest = gap.signals.length - MOST_SIGNALS;
    return html`<tr data-testid="gap" data-cause=${gap.cause}>
      <td data-label=${this.t('gap.cause')}><span>${textOr(settings.lang, `cause.${gap.cause}`, gap.cause)}
        ${gap.arrived ? html`<span class="tag">${this.t('gap.arrived')}</span>` : nothing}</span></td>
      <td class="nowrap" data-label=${this.t('gap.from')}>${this.dateTime(gap.from)}</td>
      <td class="nowrap" data-label=${this.t('gap.to')}>${this.dateTime(gap.to)}</td>
      <td class="num" data-label=${this.t('gap.readings')}>${gap.readings === null ? this.t('gap.unknown') : format.count(gap.readings)}</td>
      <td class="wide" data-label=${this.t('gap.signals')} title=${gap.signals.join('\n')}>${named === '' ? this.t('gap.signals.any') : named + (rest > 0 ? ` … (+${rest})` : '')}</td>
      <td class="wide" data-label=${this.t('gap.detail')}>${gap.detail}</td>
    </tr>`;
  }

  static override styles = [
    shared,
    css`
      section {
        margin-bottom: 12px;
      }
      .head {
        padding: 12px 14px;
      }
      .verdict {
        border-left: 4px solid var(--mark);
        padding: 2px 0 2px 12px;
        margin-bottom: 10px;
      }
      .verdict.warn {
        border-left-color: var(--warn);
      }
      .verdict.bad {
        border-left-color: var(--bad);
      }
      .verdict strong {
        white-space: normal;
        font-size: 19px;
        line-height: 1.3;
      }
      .verdict strong svg.icon {
        width: 15px;
        height: 15px;
      }
      dl {
        margin: 0;
        display: flex;
        flex-wrap: wrap;
        gap: 6px 28px;
      }
      dt {
        color: var(--dim);
        font-size: 12px;
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .counts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(170px, 1fr));
        gap: 8px;
        margin-bottom: 6px;
      }
      .counts > div {
        padding: 7px 11px;
      }
      .counts strong {
        display: flex;
        font-size: 18px;
        line-height: 1.3;
      }
      .note {
        padding: 4px 2px 10px;
      }
      .panel .note {
        padding: 4px 12px 10px;
      }
      section > header {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
        align-items: baseline;
        padding: 9px 12px 4px;
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 18px;
        padding: 0 12px 6px;
      }
      .key .k {
        display: inline-block;
        width: 22px;
        height: 15px;
        margin-right: 5px;
        vertical-align: -3px;
        border: 1px solid var(--line);
        background-repeat: no-repeat;
        background-size: 100% 5px;
      }
      .k.committed {
        background-image: linear-gradient(var(--mark), var(--mark));
        background-position: 0 0;
      }
      .k.missing {
        background-image: linear-gradient(var(--bad), var(--bad));
        background-position: 0 50%;
      }
      .k.gap {
        background-image: linear-gradient(var(--warn), var(--warn));
        background-position: 0 100%;
      }
      .row {
        display: grid;
        grid-template-columns: minmax(230px, 3fr) 7fr;
        gap: 4px 14px;
        align-items: center;
        padding: 6px 12px;
        border-top: 1px solid var(--line);
        break-inside: avoid;
      }
      .what p {
        overflow-wrap: anywhere;
      }
      code {
        font:
          12px/1.4 ui-monospace,
          Consolas,
          monospace;
      }
      .axis {
        display: flex;
        justify-content: space-between;
        font-size: 11px;
      }
      table {
        border-top: 1px solid var(--line);
      }
      th,
      td {
        padding: 5px 8px;
        vertical-align: top;
      }
      th:first-child,
      td:first-child {
        padding-left: 12px;
      }
      tbody tr {
        border-top: 1px solid var(--line);
        break-inside: avoid;
      }
      td.wide {
        overflow-wrap: anywhere;
      }
      .proves {
        padding: 0 2px;
        max-width: 100ch;
      }
      @media (max-width: 620px) {
        .row {
          grid-template-columns: 1fr;
        }
        .counts {
          grid-template-columns: 1fr 1fr;
        }
        thead {
          display: none;
        }
        tbody tr {
          display: block;
          padding: 6px 0;
        }
        td,
        td:first-child,
        td.num {
          display: grid;
          grid-template-columns: 84px 1fr;
          text-align: left;
          white-space: normal;
          padding: 1px 12px;
        }
        td::before {
          content: attr(data-label);
          color: var(--dim);
        }
        .axis span:nth-child(2) {
          display: none;
        }
      }
      @media print {
        .screen {
          display: none;
        }
        .counts {
          grid-template-columns: repeat(5, 1fr);
        }
        .row {
          grid-template-columns: 3fr 7fr;
        }
      }
    `,
  ];
}
