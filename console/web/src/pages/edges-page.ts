import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import * as api from '../api.js';
import { clock } from '../live/clock.js';
import { feed } from '../live/feed.js';
import { FollowsFeed, Ticks } from '../live/controllers.js';
import * as format from '../model/format.js';
import { continuityHref, siteHref } from '../model/routes.js';
import type { Edge, EdgeSource } from '../model/types.js';
import { settings } from '../settings.js';
import { PoyangElement } from '../ui/element.js';
import { moveFocus, PageKeys } from '../ui/keys.js';
import { shared } from '../ui/shared.js';
import * as icons from '../ui/icons.js';
import '../ui/load-error.js';

const EVERY_MILLIS = 5_000;
/** Beyond this an edge's clock makes its source times doubtful. */
const CLOCK_LIMIT_MILLIS = 5_000;
/** What the line itself takes is no offset. */
const CLOCK_SAME_MILLIS = 100;

/** The agents beside the plants: are they there, do they keep up, do their sources deliver. */
@customElement('edges-page')
export class EdgesPage extends PoyangElement {
  @state() private edges: readonly Edge[] | null = null;
  @state() private error: unknown = null;

  constructor() {
    super();
    new Ticks(this, EVERY_MILLIS, () => void this.#load());
    new Ticks(this, 1000, () => this.requestUpdate());
    new FollowsFeed(this, (change) => change.snapshot && void this.#load());
    new PageKeys(this, {
      j: () => moveFocus(this.shadowRoot, 'article', 1),
      k: () => moveFocus(this.shadowRoot, 'article', -1),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    feed.keep();
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.edges = await api.edges();
      this.error = null;
    } catch (e) {
      this.error = e;
    }
  }

  override render() {
    return html`
      <div class="toolbar">
        <h1>${this.t('edges.title')}</h1>
        <span class="dim">${this.t('edges.since')}</span>
      </div>
      ${this.error ? html`<load-error .error=${this.error} @retry=${() => this.#load()}></load-error>` : nothing}
      ${this.edges === null
        ? this.error
          ? nothing
          : html`<p class="empty">${this.t('load.busy')}</p>`
        : this.edges.length === 0
          ? html`<p class="panel empty">${this.t('edges.empty')}</p>`
          : html`<div class=${this.error || feed.lost ? 'list hatched' : 'list'}>${this.edges.map((e) => this.#edge(e))}</div>`}
    `;
  }

  #edge(edge: Edge) {
    const now = clock.now();
    return html`<article class="panel" tabindex="0" data-testid="edge" data-edge=${edge.id} data-connected=${edge.connected}>
      <header>
        <h2>${edge.id}</h2>
        <span class="mark ${edge.connected ? 'dim' : 'bad'}">
          ${edge.connected ? icons.ok : icons.broken}
          ${this.t(edge.connected ? 'edges.connected' : 'edges.disconnected')}
        </span>
        <span class="sites">${edge.sites.map((s) => html`<a href=${siteHref(s)}>${this.#siteName(s)}</a> `)}</span>
      </header>
      ${edge.trouble === null
        ? nothing
        : html`<p class="trouble" role="alert" data-testid="trouble">
            <span class="mark bad">${icons.warning}${this.t('edges.trouble')}</span> ${edge.trouble}</p>`}
      <dl>
        <div>
          <dt>${this.t('edges.lastSeen')}</dt>
          <dd title=${edge.lastSeen === null ? '' : this.dateTime(edge.lastSeen)}>
            ${edge.lastSeen === null
              ? this.t('last.never')
              : format.ago(edge.lastSeen, now, settings.lang)}
          </dd>
        </div>
        <div><dt>${this.t('edges.backlog')}</dt>${this.#backlog(edge)}</div>
        <div><dt>${this.t('edges.clock')}</dt>${this.#clock(edge.clockOffsetMillis)}</div>
        <div><dt>${this.t('edges.readings')}</dt><dd>${format.count(edge.readings)}</dd></div>
        <div><dt>${this.t('edges.batches')}</dt><dd>${format.count(edge.batches)}</dd></div>
        <div>
          <dt>${this.t('edges.refused')}</dt>
          <dd>
            ${edge.refused > 0
              ? html`<a class="mark warn" href="/quarantine">${icons.warning}${format.count(edge.refused)}</a>`
              : '0'}
          </dd>
        </div>
        ${edge.pauses === 0
          ? nothing
          : html`<div>
              <dt title=${this.t('edges.pauses.hint')}>${this.t('edges.pauses')}</dt>
              <dd>${format.count(edge.pauses)}</dd>
            </div>`}
      </dl>
      <p class="proof"><a data-testid="continuity" href=${continuityHref(edge.id)}>${this.t('edges.continuity')}</a></p>
      <table>
        <caption class="visually-hidden">${this.t('edges.sources')}</caption>
        <tbody>
          ${edge.sources.length === 0
            ? html`<tr><td class="dim none">${this.t('edges.sources')}: ${this.t('edges.sources.none')}</td></tr>`
            : edge.sources.map((s) => this.#source(s))}
        </tbody>
      </table>
    </article>`;
  }

  #source(source: EdgeSource) {
    return html`<tr data-testid="source" data-connected=${source.connected}>
      <th scope="row">${source.name}</th>
      <td class="link">
        <span class="mark ${source.connected ? 'dim' : 'bad'}">
          ${source.connected ? icons.ok : icons.broken}
          ${this.t(source.connected ? 'edges.connected' : 'edges.disconnected')}
        </span>
      </td>
      <td class="detail">${source.detail}</td>
    </tr>`;
  }

  #siteName(id: string): string {
    const site = feed.sites?.sites.find((s) => s.id === id);
    return site ? this.named(site.name) : id;
  }

  #backlog({ backlogBatches, backlogReadings }: Edge) {
    if (backlogBatches === null || backlogReadings === null) return html`<dd class="dim">${this.t('edges.unknown')}</dd>`;
    if (backlogReadings === 0) return html`<dd>${this.t('edges.backlog.none')}</dd>`;
    return html`<dd>
      ${this.t('edges.backlog.text', {
        batches: format.count(backlogBatches),
        readings: format.count(backlogReadings),
      })}
    </dd>`;
  }

  #clock(offset: number | null) {
    if (offset === null) return html`<dd class="dim">${this.t('edges.unknown')}</dd>`;
    const far = Math.abs(offset) > CLOCK_LIMIT_MILLIS;
    const size = format.duration(Math.abs(offset), settings.lang);
    const text =
      Math.abs(offset) < CLOCK_SAME_MILLIS
        ? this.t('edges.clock.same')
        : this.t(offset > 0 ? 'edges.clock.ahead' : 'edges.clock.behind', { size });
    return html`<dd class=${far ? 'mark warn' : ''} data-testid="clock" data-offset=${offset}
      title=${far ? this.t('edges.clock.hint') : ''}>${far ? icons.warning : nothing}${text}</dd>`;
  }

  static override styles = [
    shared,
    css`
      .toolbar {
        margin-bottom: 12px;
      }
      .list {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 640px), 1fr));
        gap: 12px;
        align-items: start;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 14px;
        align-items: baseline;
        padding: 9px 12px 7px;
      }
      .sites {
        margin-left: auto;
      }
      .trouble {
        margin: 0 12px 6px;
        padding: 6px 9px;
        background: var(--bad-bg);
        border-left: 3px solid var(--bad);
        border-radius: 3px;
        overflow-wrap: anywhere;
      }
      .proof {
        padding: 0 12px 9px;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(92px, 1fr));
        gap: 8px 14px;
        margin: 0;
        padding: 4px 12px 9px;
      }
      dt {
        color: var(--dim);
        font-size: 12px;
      }
      dd {
        margin: 0;
      }
      dd.mark {
        white-space: normal;
      }
      tr {
        border-top: 1px solid var(--line);
      }
      td,
      th {
        padding: 4px 6px;
        vertical-align: baseline;
      }
      th {
        padding-left: 12px;
        width: 24%;
        font-size: 13px;
        color: var(--text);
      }
      td.link {
        width: 120px;
        white-space: nowrap;
      }
      td.none {
        padding-left: 12px;
      }
      td.detail {
        overflow-wrap: anywhere;
        padding-right: 12px;
      }
      @media (max-width: 620px) {
        tr {
          display: grid;
          grid-template-columns: 1fr auto;
        }
        th,
        td.link {
          width: auto;
          padding-bottom: 0;
        }
        td.link {
          padding-right: 12px;
        }
        td.detail {
          grid-column: 1 / -1;
          padding-left: 12px;
          padding-top: 0;
          color: var(--dim);
        }
      }
    `,
  ];
}
