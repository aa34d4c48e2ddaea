import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ApiError } from '../api.js';
import { settings } from '../settings.js';
import { PoyangElement } from './element.js';
import { shared } from './shared.js';
import * as icons from './icons.js';

/** What could not be loaded, the server's own reason, and a way to try again. */
@customElement('load-error')
export class LoadError extends PoyangElement {
  @property({ attribute: false }) error: unknown = null;

  override render() {
    const what = this.error instanceof ApiError ? this.error.line(settings.lang) : String(this.error);
    return html`<div class="panel" role="alert" data-testid="load-error">
      <span class="mark bad">${icons.warning}</span>
      <span>${this.t('load.failed', { what })}</span>
      <button @click=${() => this.dispatchEvent(new Event('retry'))}>${this.t('load.retry')}</button>
    </div>`;
  }

  static override styles = [
    shared,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        align-items: center;
        padding: 10px 14px;
        margin-bottom: 10px;
      }
    `,
  ];
}
