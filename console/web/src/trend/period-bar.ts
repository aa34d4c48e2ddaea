import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { PERIODS, type PeriodKey, type Span } from '../model/routes.js';
import * as time from '../model/time.js';
import { settings } from '../settings.js';
import { PoyangElement } from '../ui/element.js';
import { shared } from '../ui/shared.js';
import * as icons from '../ui/icons.js';
import { copy } from '../ui/clipboard.js';

/** Chooses the period; offers the data and the link of what is shown. */
@customElement('period-bar')
export class PeriodBar extends PoyangElement {
  @property({ attribute: false }) span: Span = { kind: 'live', period: '1h' };
  @property({ attribute: false }) from = 0;
  @property({ attribute: false }) to = 1;
  /** Shows the same tomorrow; empty where there is nothing to link to. */
  @property({ attribute: false }) link = '';
  /** Where the data is; empty where there is none to take away. */
  @property({ attribute: false }) csv = '';
  @state() private custom = false;
  @state() private wrong = false;
  @state() private copied = false;

  override render() {
    const { span, link, csv } = this;
    const live = span.kind === 'live';
    return html`<div class="toolbar">
        <div class="group" role="group" aria-label=${this.t('trend.period')}>
          ${(Object.keys(PERIODS) as PeriodKey[]).map(
            (p) => html`<button data-testid="period-${p}" aria-pressed=${live && span.period === p}
              @click=${() => this.#choose({ kind: 'live', period: p })}>${this.t(`trend.period.${p}`)}</button>`,
          )}
          <button data-testid="period-custom" aria-pressed=${!live} aria-expanded=${this.custom}
            @click=${() => (this.custom = !this.custom)}>${this.t('trend.custom')}</button>
        </div>
        <button data-testid="follow" aria-pressed=${live} @click=${() => this.#say('live')}>
          ${live ? icons.ok : nothing}${this.t('trend.live')}
        </button>
        <div class="group" role="group">
          ${this.#step('move', -0.5, icons.left, this.t('trend.back'))}
          ${this.#step('out', 0, icons.minus, this.t('trend.out'))}
          ${this.#step('move', 0.5, icons.right, this.t('trend.forward'))}
        </div>
        <span class="grow"></span>
        ${link
          ? html`<button data-testid="copy-link" @click=${() => void this.#copy()}>
              ${this.copied ? this.t('trend.copied') : this.t('trend.link')}
            </button>`
          : nothing}
        ${csv
          ? html`<a class="button" data-testid="csv" download href=${csv}>${icons.download}${this.t('trend.csv')}</a>`
          : nothing}
      </div>
      ${this.custom ? this.#form() : nothing}`;
  }

  #step(event: string, detail: number, icon: unknown, label: string) {
    return html`<button aria-label=${label} title=${label} @click=${() => this.#say(event, detail)}>${icon}</button>`;
  }

  #form() {
    const { zone } = settings;
    return html`<form class="toolbar" @submit=${this.#apply}>
      <label>${this.t('trend.from')}
        <input type="datetime-local" step="1" name="from" required .value=${time.toInput(this.from, zone)} /></label>
      <label>${this.t('trend.to')}
        <input type="datetime-local" step="1" name="to" required .value=${time.toInput(this.to, zone)} /></label>
      <span class="dim">${time.zoneText(this.to, zone)}</span>
      <button type="submit" data-testid="apply">${this.t('trend.apply')}</button>
      ${this.wrong ? html`<span class="mark warn" role="alert">${icons.warning}${this.t('trend.order')}</span>` : nothing}
    </form>`;
  }

  // While the form is open a moving window must not overwrite what is being typed.
  override shouldUpdate(changed: Map<PropertyKey, unknown>): boolean {
    const onlyWindow = [...changed.keys()].every((k) => k === 'from' || k === 'to');
    return !(this.custom && onlyWindow && changed.size > 0 && this.span.kind === 'live');
  }

  #apply(e: SubmitEvent): void {
    e.preventDefault();
    const form = new FormData(e.target as HTMLFormElement);
    const from = time.fromInput(String(form.get('from')), settings.zone);
    const to = time.fromInput(String(form.get('to')), settings.zone);
    this.wrong = from === null || to === null || from >= to;
    if (!this.wrong && from !== null && to !== null) this.#choose({ kind: 'fixed', from, to });
  }

  #choose(span: Span): void {
    this.custom = span.kind === 'fixed';
    this.dispatchEvent(new CustomEvent<Span>('span', { detail: span }));
  }

  #say(event: string, detail = 0): void {
    this.dispatchEvent(new CustomEvent<number>(event, { detail }));
  }

  async #copy(): Promise<void> {
    const link = location.origin + this.link;
    await copy(link);
    this.copied = true;
    setTimeout(() => (this.copied = false), 2000);
  }

  static override styles = [
    shared,
    css`
      .group {
        display: flex;
      }
      .group button {
        border-radius: 0;
        margin-left: -1px;
      }
      .group button:first-child {
        border-radius: 3px 0 0 3px;
        margin-left: 0;
      }
      .group button:last-child {
        border-radius: 0 3px 3px 0;
      }
      form {
        margin-top: 8px;
      }
      @media (max-width: 620px) {
        .group button {
          padding: 2px 7px;
        }
        .toolbar .grow {
          display: none;
        }
      }
    `,
  ];
}
