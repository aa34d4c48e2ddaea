import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import * as api from '../api.js';
import { feed } from '../live/feed.js';
import { Ticks } from '../live/controllers.js';
import { textOr } from '../i18n/texts.js';
import * as format from '../model/format.js';
import type { Quarantine, Refusal } from '../model/types.js';
import { settings } from '../settings.js';
import { PoyangElement } from '../ui/element.js';
import { moveFocus, PageKeys } from '../ui/keys.js';
import { shared } from '../ui/shared.js';
import * as icons from '../ui/icons.js';
import '../ui/load-error.js';

const PAGE = 50;
const EVERY_MILLIS = 10_000;

/** What was refused, why, and what exactly came. */
@customElement('quarantine-page')
export class QuarantinePage extends PoyangElement {
  @property({ attribute: false }) olderThan: number | null = null;
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
    if (changed.has('olderThan')) void this.#load();
  }

  async #load(): Promise<void> {
    const before = this.olderThan;
    try {
      const found = await api.quarantine(before, PAGE);
      if (before !== this.olderThan) return;
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
      </div>
      ${this.error ? html`<load-error .error=${this.error} @retry=${() => this.#load()}></load-error>` : nothing}
      ${this.found ? this.#body(this.found) : this.error ? nothing : html`<p class="empty">${this.t('load.busy')}</p>`}
    `;
  }

  #body(found: Quarantine) {
    if (found.count === 0) return html`<p class="panel empty" data-testid="quarantine-empty">${this.t('quarantine.empty')}</p>`;
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
          ${(['at', 'reason', 'edge', 'subject', 'detail'] as const).map(
            (c) => html`<span class=${c}>${this.t(`quarantine.${c}`)}</span>`,
          )}
        </div>
        ${found.refusals.map((r) => this.#refusal(r))}
      </div>
      <div class="toolbar pager">
        ${this.olderThan === null ? nothing : html`<a class="button" href="/quarantine">${icons.left}${this.t('quarantine.newest')}</a>`}
        ${found.next === null
          ? nothing
          : html`<a class="button" data-testid="older" href="/quarantine?before=${found.next}">${this.t('quarantine.older')}${icons.right}</a>`}
      </div>
    `;
  }

  #refusal(r: Refusal) {
    return html`<details role="listitem" data-testid="refusal" data-number=${r.number}>
      <summary>
        <span class="row">
          <span class="at">${this.dateTime(r.receivedAt)}</span>
          <span class="reason"><span class="tag">${this.#reason(r.reason)}</span></span>
          <span class="edge">${r.edge}</span>
          <span class="subject">${r.subject}</span>
          <span class="detail">${r.detail}</span>
        </span>
      </summary>
      <div class="content">
        <p>${r.detail}</p>
        <pre aria-label=${this.t('quarantine.content')}>${r.content}</pre>
      </div>
    </details>`;
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
        grid-template-columns: 150px 110px 120px minmax(120px, 1fr) minmax(0, 2.2fr);
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
      .pager {
        margin: 12px 0 0;
        justify-content: flex-end;
      }
      @media (max-width: 820px) {
        .head {
          display: none;
        }
        .row {
          grid-template-columns: 1fr auto;
          gap: 2px 10px;
        }
        .row .edge {
          display: none;
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
