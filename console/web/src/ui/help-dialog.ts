import { css, html } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import type { TextKey } from '../i18n/texts.js';
import type { Trust } from '../model/freshness.js';
import { PoyangElement } from './element.js';
import { shared } from './shared.js';
import * as icons from './icons.js';

const KEYS: readonly (readonly [readonly string[], TextKey])[] = [
  [['/'], 'help.filter'],
  [['j', 'k'], 'help.move'],
  [['Enter'], 'help.open'],
  [['x'], 'help.select'],
  [['1', '2', '3', '4'], 'help.pages'],
  [['-', '←', '→'], 'help.zoom'],
  [['?'], 'help.help'],
  [['Esc'], 'help.escape'],
];

const MARKS: readonly Exclude<Trust, 'good'>[] = ['stale', 'uncertain', 'bad', 'none'];

@customElement('help-dialog')
export class HelpDialog extends PoyangElement {
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  open(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="title" data-testid="help-dialog" @click=${this.#outside}>
      <div class="body">
        <h1 id="title">${this.t('help.title')}</h1>
        <table>
          ${KEYS.map(
            ([keys, what]) => html`<tr>
              <td>${keys.map((k) => html`<kbd>${k}</kbd> `)}</td>
              <td>${this.t(what)}</td>
            </tr>`,
          )}
        </table>
        <h2>${this.t('help.marks')}</h2>
        <p class="marks">
          ${MARKS.map(
            (m) => html`<span class="mark ${m === 'bad' || m === 'none' ? 'bad' : 'warn'}">
              ${icons.mark(m)} ${this.t(`trust.${m}`)}</span>`,
          )}
        </p>
        <button @click=${() => this.dialog.close()}>${this.t('help.close')}</button>
      </div>
    </dialog>`;
  }

  #outside(e: Event): void {
    if (e.target === this.dialog) this.dialog.close();
  }

  static override styles = [
    shared,
    css`
      dialog {
        padding: 0;
        border: 1px solid var(--control);
        border-radius: 6px;
        background: var(--panel);
        color: var(--text);
        max-width: min(480px, 94vw);
      }
      dialog::backdrop {
        background: #0008;
      }
      .body {
        padding: 18px 22px;
        display: grid;
        gap: 12px;
      }
      td {
        padding: 3px 12px 3px 0;
        vertical-align: top;
      }
      td:first-child {
        white-space: nowrap;
      }
      kbd {
        font: inherit;
        border: 1px solid var(--control);
        border-radius: 3px;
        padding: 0 6px;
        background: var(--raised);
      }
      .marks {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 18px;
      }
      button {
        justify-self: end;
      }
    `,
  ];
}
