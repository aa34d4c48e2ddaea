import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { feed } from '../live/feed.js';
import { signalsOf } from '../live/catalogue.js';
import { inTurn } from '../live/turns.js';
import { MAX_SIGNALS } from '../model/routes.js';
import type { Signal } from '../model/types.js';
import { PoyangElement } from '../ui/element.js';
import { shared } from '../ui/shared.js';

/** Adds one more signal of any site to the trend. The catalogue is asked for on first use. */
@customElement('signal-picker')
export class SignalPicker extends PoyangElement {
  @property({ attribute: false }) chosen: readonly string[] = [];
  @state() private all: readonly Signal[] = [];
  #asked = false;

  override render() {
    if (this.chosen.length >= MAX_SIGNALS) return html`<span class="dim">${this.t('trend.full')}</span>`;
    return html`<input type="search" list="signals" data-testid="signal-picker"
        placeholder="${this.t('trend.add')}: ${this.t('trend.add.hint')}" aria-label=${this.t('trend.add')}
        @focus=${() => void this.#load()} @change=${this.#pick} @input=${this.#input} />
      <datalist id="signals">
        ${this.all
          .filter((s) => !this.chosen.includes(s.id))
          .map((s) => html`<option value=${s.id}>${this.named(s.name)}</option>`)}
      </datalist>`;
  }

  async #load(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    const sites = feed.sites?.sites ?? [];
    const lists = await Promise.allSettled(sites.map((s) => inTurn(() => signalsOf(s.id))));
    this.all = lists.flatMap((l) => (l.status === 'fulfilled' ? l.value : []));
    this.#asked = this.all.length > 0;
  }

  /** A choice from the list arrives as input that already is a whole id. */
  #input(e: Event): void {
    if (!(e instanceof InputEvent) || e.inputType === 'insertReplacementText') this.#pick(e);
  }

  #pick(e: Event): void {
    const input = e.target as HTMLInputElement;
    const word = input.value.trim();
    const found = this.all.find((s) => s.id === word || s.name.zh === word || s.name.en === word);
    if (!found) return;
    input.value = '';
    this.dispatchEvent(new CustomEvent<string>('pick', { detail: found.id }));
  }

  static override styles = [
    shared,
    css`
      input {
        width: min(380px, 100%);
      }
    `,
  ];
}
