import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { clock } from '../live/clock.js';
import { feed } from '../live/feed.js';
import { Ticks } from '../live/controllers.js';
import * as format from '../model/format.js';
import type { Site, SiteState } from '../model/types.js';
import { settings } from '../settings.js';
import { PoyangElement } from './element.js';
import { shared } from './shared.js';
import * as icons from './icons.js';

/** Name, kind and state of the site whose page this is. */
@customElement('site-head')
export class SiteHead extends PoyangElement {
  @property({ attribute: false }) site!: Site;

  constructor() {
    super();
    new Ticks(this, 1000, () => this.requestUpdate());
  }

  override render() {
    const { site } = this;
    const shown: SiteState = feed.lost && site.state === 'live' ? 'stale' : site.state;
    const tone = shown === 'live' ? 'dim' : shown === 'stale' ? 'warn' : 'bad';
    const last = Math.max(site.lastReadingAt ?? 0, feed.newest.get(site.id) ?? 0);
    const age = last === 0 ? this.t('last.never') : format.ago(last, clock.now(), settings.lang);
    return html`<div class="head" data-testid="site-head" data-state=${shown}>
      ${icons.kindIcon(site.kind)}
      <div class="who">
        <h1>${this.named(site.name)}</h1>
        <span class="dim">${this.t(`kind.${site.kind}`)} · ${site.id}</span>
      </div>
      <dl>
        <div>
          <dt class="visually-hidden">${this.t('edges.state')}</dt>
          <dd class="mark ${tone}">
            ${shown === 'live' ? icons.ok : icons.mark(shown === 'stale' ? 'stale' : 'none')}
            ${this.t(`state.${shown}`)}
          </dd>
        </div>
        ${this.#count('live', feed.lost ? 0 : site.live)}
        ${this.#count('stale', feed.lost ? site.signals : site.stale)} ${this.#count('bad', site.bad)}
        <div><dt>${this.t('last.reading')}</dt><dd>${age}</dd></div>
      </dl>
    </div>`;
  }

  #count(what: 'live' | 'stale' | 'bad', n: number) {
    const tone = n === 0 || what === 'live' ? '' : what === 'bad' ? 'mark bad' : 'mark warn';
    return html`<div>
      <dt>${this.t(`count.${what}`)}</dt>
      <dd class=${tone} data-testid="count-${what}">${tone ? icons.mark(what === 'bad' ? 'bad' : 'stale') : nothing}${format.count(n)}</dd>
    </div>`;
  }

  static override styles = [
    shared,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 10px;
        align-items: center;
      }
      svg.kind {
        width: 30px;
        height: 30px;
        color: var(--dim);
      }
      .who {
        display: flex;
        flex-direction: column;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 20px;
        margin: 0 0 0 auto;
      }
      dl div {
        display: flex;
        gap: 6px;
        align-items: center;
      }
      dt {
        color: var(--dim);
      }
      dd {
        margin: 0;
      }
      @media (max-width: 820px) {
        dl {
          margin-left: 0;
          gap: 2px 14px;
          font-size: 12px;
        }
      }
    `,
  ];
}
