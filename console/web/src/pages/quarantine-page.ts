import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import * as api from '../api.js';
import { feed } from '../live/feed.js';
import { quarantineHref } from '../model/routes.js';
import { router } from '../router.js';
import { Ticks } from '../live/controllers.js';
import { textOr } from '../i18n/texts.js';
import * as format from '../model/format.js';
import type { Quarantine, Refusal } from '../model/types.js';
import { settings } from '../settings.js';
import { PoyangElement } from '../ui/element.js';
import { moveFocus, PageKeys } from '../ui/keys.js';
import { shared } from '../ui/shared.js';
import * as icons from '../ui/icons.js';
import { copy } from '../ui/clipboard.js';
import '../ui/load-error.js';

const PAGE = 50;
const EVERY_MILLIS = 10_000;

/** What was refused, why, and what exactly came. */
@customElement('quarantine-page')
export class QuarantinePage extends PoyangElement {
  @property({ attribute: false }) olderThan: number | null = null;
  @property({ attribute: false }) settled = false;
  @state() private found: Quarantine | null = null;
  @state() private error: unknown = null;

  constructor() {
    super();
    // Only the newest page moves; an older one stays as it is while it is read.
    new Ticks(this, EVERY_MILLIS, () => this.olderThan === null && void this.#load());
    new PageKeys(this, {
      j: () => moveFocus(this.shadowRoot, 'summary', 1),
      k: () => moveFocus(this.shadowRoot, 'summary', -1),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    feed.keep();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('olderThan') || changed.has('settled')) void this.#load();
  }

  async #load(): Promise<void> {
    const { olderThan: before, settled } = this;
    try {
      const found = await api.quarantine(settled, before, PAGE);
      if (before !== this.olderThan || settled !== this.settled) return;
      this.found = found;
      this.error = null;
    } catch (e) {
      this.error = e;
    }
  }

  override render() {
    return html`
      <div class="toolbar">
        <h1>${this.t('quarantine.title')}</h1>
        <span class="dim">${this.t('quarantine.hint')}</span>
        <span class="grow"></span>
        <label class="check"><input type="checkbox" data-testid="settled" .checked=${this.settled}
          @change=${() => router.go(quarantineHref(!this.settled))} />${this.t('quarantine.settled')}</label>
      </div>
      ${this.error ? html`<load-error .error=${this.error} @retry=${() => this.#load()}></load-error>` : nothing}
      ${this.found ? this.#body(this.found) : this.error ? nothing : html`<p class="empty">${this.t('load.busy')}</p>`}
    `;
  }

  #body(found: Quarantine) {
    if (found.count === 0 && found.refusals.length === 0) return html`<p class="panel empty" data-testid="quarantine-empty">${this.t('quarantine.empty')}</p>`;
    const reasons = Object.entries(found.byReason).sort((a, b) => b[1] - a[1]);
    return html`
      <ul class="reasons" data-testid="reasons">
        <li class="panel"><strong data-testid="quarantine-count">${format.count(found.count)}</strong>
          ${this.t('quarantine.total')}</li>
        ${reasons.map(
          ([reason, n]) => html`<li class="panel" data-reason=${reason}>
            <strong>${format.count(n)}</strong> ${this.#reason(reason)}
          </li>`,
        )}
      </ul>
      <div class="panel list" role="list">
        <div class="row head" aria-hidden="true">
          ${(['at', 'reason', 'state', 'edge', 'readings', 'subject', 'detail'] as const).map(
            (c) => html`<span class=${c}>${this.t(`quarantine.${c}`)}</span>`,
          )}
        </div>
        ${found.refusals.map((r) => this.#refusal(r))}
      </div>
      <div class="toolbar pager">
        ${this.olderThan === null ? nothing : html`<a class="button" href=${quarantineHref(this.settled)}>${icons.left}${this.t('quarantine.newest')}</a>`}
        ${found.next === null
          ? nothing
          : html`<a class="button" data-testid="older" href=${quarantineHref(this.settled, found.next)}>${this.t('quarantine.older')}${icons.right}</a>`}
      </div>
    `;
  }

  #refusal(r: Refusal) {
    return html`<details role="listitem" data-testid="refusal" data-number=${r.number} data-state=${r.settlement?.outcome ?? 'open'}>
      <summary>
        <span class="row">
          <span class="at">${this.dateTime(r.receivedAt)}</span>
          <span class="reason"><span class="tag">${this.#reason(r.reason)}</span></span>
          <span class="state">${this.t(`outcome.${r.settlement?.outcome ?? 'open'}`)}</span>
          <span class="edge">${r.edge}</span>
          <span class="readings">${r.readings === 0 ? this.t('quarantine.readings.unknown') : format.count(r.readings)}</span>
          <span class="subject">${r.subject}</span>
          <span class="detail">${r.detail}</span>
        </span>
      </summary>
      <div class="content">
        <p>${r.detail}</p>
        ${r.settlement === null
          ? this.#how(r)
          : html`<p data-testid="settlement">${this.t('quarantine.settled.at', {
              outcome: this.t(`outcome.${r.settlement.outcome}`),
              at: this.dateTime(r.settlement.at),
              why: r.settlement.why,
            })}</p>`}
        <pre aria-label=${this.t('quarantine.content')}>${r.content}</pre>
      </div>
    </details>`;
  }

  /** The pages only read: whoever changes something does it on the server, and is known there. */
  #how(r: Refusal) {
    const command = r.replayable
      ? `./poyang quarantine replay --config FILE ${r.number}`
      : `./poyang quarantine discard --config FILE --why "…" ${r.number}`;
    return html`<div class="how">
      <p>${this.t(r.replayable ? 'quarantine.how' : 'quarantine.how.not')}</p>
      <p class="command"><code data-testid="command">${command}</code>
        <button @click=${() => void copy(command)}>${this.t('quarantine.copy')}</button></p>
      ${r.replayable ? html`<p class="dim">${this.t('quarantine.how.future')}</p>` : nothing}
    </div>`;
  }

  #reason(reason: string): string {
    return textOr(settings.lang, `reason.${reason}`, reason);
  }

  static override styles = [
    shared,
    css`
      .toolbar {
        margin-bottom: 12px;
      }
      .reasons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        list-style: none;
        padding: 0;
        margin: 0 0 12px;
      }
      .reasons li {
        padding: 5px 11px;
        color: var(--dim);
      }
      .reasons strong {
        color: var(--text);
        font-size: 15px;
      }
      .row {
        display: grid;
        grid-template-columns: 145px 105px 66px minmax(100px, 0.8fr) 64px minmax(110px, 0.8fr) minmax(0, 2.2fr);
        gap: 10px;
        align-items: center;
        padding: 5px 12px;
      }
      .head {
        color: var(--dim);
        font-size: 12px;
      }
      .row span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      details {
        border-top: 1px solid var(--line);
      }
      summary {
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary:hover {
        background: var(--hover);
      }
      details[open] .row .detail {
        visibility: hidden;
      }
      .content {
        padding: 2px 12px 12px;
      }
      pre {
        margin: 6px 0 0;
        padding: 8px 10px;
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: 3px;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        max-height: 320px;
        overflow: auto;
        font:
          12px/1.4 ui-monospace,
          Consolas,
          'Noto Sans Mono CJK SC',
          monospace;
      }
      .readings {
        text-align: right;
      }
      .how {
        margin-top: 6px;
      }
      .command {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 10px;
        align-items: center;
      }
      code {
        overflow-wrap: anywhere;
        font:
          12px/1.4 ui-monospace,
          Consolas,
          'Noto Sans Mono CJK SC',
          monospace;
      }
      .pager {
        margin: 12px 0 0;
        justify-content: flex-end;
      }
      @media (max-width: 820px) {
        .head {
          display: none;
        }
        .row {
          grid-template-columns: 1fr auto auto;
          gap: 2px 10px;
        }
        .row .edge,
        .row .readings {
          display: none;
        }
        .row .state {
          grid-row: 1;
          grid-column: 3;
        }
        .row .subject,
        .row .detail {
          grid-column: 1 / -1;
          white-space: normal;
        }
        details[open] .row .detail {
          display: none;
        }
      }
    `,
  ];
}
