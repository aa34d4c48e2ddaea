import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { clock } from '../live/clock.js';
import { feed } from '../live/feed.js';
import * as format from '../model/format.js';
import { severityOf } from '../model/quality.js';
import { siteHref } from '../model/routes.js';
import type { Signal } from '../model/types.js';
import { unitText } from '../model/units.js';
import { settings } from '../settings.js';
import { PoyangElement } from '../ui/element.js';
import { shared } from '../ui/shared.js';
import * as icons from '../ui/icons.js';
import * as time from '../model/time.js';
import { extent, inForce, type Track } from './series.js';

/** The legend, the cursor's read-out and the plot in numbers, in one table. */
@customElement('trend-table')
export class TrendTable extends PoyangElement {
  @property({ attribute: false }) signals: readonly Signal[] = [];
  @property({ attribute: false }) tracks: readonly (Track | undefined)[] = [];
  @property({ attribute: false }) from = 0;
  @property({ attribute: false }) to = 1;
  @property({ attribute: false }) at: number | null = null;
  /** The line is lost: what stands at the end of the period no longer speaks for now. */
  @property({ attribute: false }) lost = false;
  @property({ attribute: false }) version = 0;

  override render() {
    return html`<table>
      <thead>
        <tr>
          <th class="n"></th>
          <th>${this.t('col.signal')}</th>
          <th class="site">${this.t('trend.col.site')}</th>
          <th class="num">${this.t('col.value')}</th>
          <th class="unit">${this.t('col.unit')}</th>
          <th class="quality">${this.t('col.quality')}</th>
          <th class="at">${this.t('trend.col.at')}</th>
          <th class="num extent">${this.t('trend.col.min')}</th>
          <th class="num extent">${this.t('trend.col.max')}</th>
          <th class="num readings">${this.t('trend.col.readings')}</th>
          <th class="remove"></th>
        </tr>
      </thead>
      <tbody>
        ${this.signals.map((s, i) => this.#row(s, i))}
      </tbody>
    </table>`;
  }

  #row(s: Signal, i: number) {
    const track = this.tracks[i];
    const index = track ? inForce(track, this.at ?? Math.min(this.to, clock.now())) : -1;
    const value = index < 0 ? null : track?.value[index];
    const level = index < 0 ? undefined : track?.quality[index];
    const readAt = index < 0 ? null : track?.at[index];
    const bounds = track ? extent(track, this.from, this.to) : null;
    const text = (v: number | null | undefined) => format.value(s, v, settings.lang);
    const name = this.named(s.name);
    const site = feed.sites?.sites.find((one) => one.id === s.site);
    return html`<tr data-testid="trend-row" data-signal=${s.id}>
      <td class="n"><span class="chip s${i + 1}">${i + 1}</span></td>
      <th scope="row" title=${s.id}>
        ${name}
        ${s.announced ? '' : html`<span class="tag">${this.t('site.unannounced')}</span>`}
        <span class="dim point">${s.point === name ? '' : s.point}</span>
      </th>
      <td class="site"><a href=${siteHref(s.site)}>${site ? this.named(site.name) : s.site}</a></td>
      <td class="num value" data-testid="trend-value" data-value=${value ?? ''}>${text(value)}</td>
      <td class="unit dim">${format.isState(s) ? '' : unitText(s.unit)}</td>
      <td class="quality">${this.#quality(level)}</td>
      <td class="at dim">${readAt ? time.dateTimeMillis(readAt, settings.zone).slice(5) : ''}</td>
      <td class="num extent dim">${text(bounds?.[0])}</td>
      <td class="num extent dim">${text(bounds?.[1])}</td>
      <td class="num readings dim">${track ? format.count(track.readings) : ''}</td>
      <td class="remove">
        <button class="plain" aria-label=${this.t('trend.remove', { name })} title=${this.t('trend.remove', { name })}
          @click=${() => this.dispatchEvent(new CustomEvent<string>('remove-signal', { detail: s.id }))}>
          ${icons.close}
        </button>
      </td>
    </tr>`;
  }

  #quality(level: number | undefined) {
    if (this.lost && this.at === null) {
      return html`<span class="mark warn">${icons.mark('stale')}<span class="word">${this.t('trust.stale')}</span></span>`;
    }
    if (level === undefined) {
      return html`<span class="mark dim">${icons.mark('none')}<span class="word">${this.t('trust.none')}</span></span>`;
    }
    const severity = severityOf(level);
    const tone = severity === 'good' ? 'dim' : severity === 'bad' ? 'bad' : 'warn';
    return html`<span class="mark ${tone}">${icons.mark(severity)}<span class="word">${this.t(`trust.${severity}`)}</span></span>`;
  }

  static override styles = [
    shared,
    css`
      tbody tr {
        border-top: 1px solid var(--line);
      }
      td,
      th {
        padding: 3px 8px;
        height: 30px;
      }
      thead th {
        height: 24px;
      }
      tbody th {
        color: var(--text);
        font-size: 13px;
      }
      .n {
        width: 34px;
        padding-left: 12px;
      }
      .chip {
        display: inline-block;
        min-width: 17px;
        text-align: center;
        font-weight: 700;
        font-size: 11px;
        line-height: 17px;
        color: var(--panel);
      }
      .s1 { background: var(--s1); }
      .s2 { background: var(--s2); }
      .s3 { background: var(--s3); }
      .s4 { background: var(--s4); }
      .s5 { background: var(--s5); }
      .s6 { background: var(--s6); }
      .s7 { background: var(--s7); }
      .s8 { background: var(--s8); }
      .point {
        font-size: 11px;
        margin-left: 4px;
      }
      .value {
        font-size: 15px;
        min-width: 90px;
      }
      .unit,
      .quality,
      .at,
      .site {
        white-space: nowrap;
      }
      .remove {
        width: 40px;
        text-align: right;
      }
      button.plain {
        border-color: transparent;
        background: none;
        padding: 2px 7px;
      }
      @media (max-width: 1000px) {
        .readings,
        .at {
          display: none;
        }
      }
      @media (max-width: 620px) {
        .extent,
        .site,
        .point,
        .quality .word {
          display: none;
        }
        td,
        th {
          padding: 3px 4px;
        }
        .value {
          min-width: 60px;
        }
      }
    `,
  ];
}
