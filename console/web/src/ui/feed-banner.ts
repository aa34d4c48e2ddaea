import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { feed } from '../live/feed.js';
import { FollowsFeed, Ticks } from '../live/controllers.js';
import { settings } from '../settings.js';
import * as format from '../model/format.js';
import { PoyangElement } from './element.js';
import { shared } from './shared.js';
import * as icons from './icons.js';

/** Says that nothing here is live any more, since when, and that help is on the way. */
@customElement('feed-banner')
export class FeedBanner extends PoyangElement {
  constructor() {
    super();
    new FollowsFeed(this, (change) => change.state && this.requestUpdate());
    new Ticks(this, 1000, () => feed.lost && this.requestUpdate());
  }

  override render() {
    const { state } = feed;
    if (state.kind !== 'lost') return nothing;
    const since = this.dateTime(state.since);
    const age = format.age(state.since, Date.now(), settings.lang);
    return html`<div role="alert" data-testid="banner">
      ${icons.broken}<span>${this.t('feed.banner', { since, age })}</span>
    </div>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        position: sticky;
        top: 0;
        z-index: 5;
      }
      div {
        display: flex;
        gap: 8px;
        align-items: baseline;
        padding: 7px 16px;
        background: var(--bad-bg);
        color: var(--text);
        border-bottom: 2px solid var(--bad);
      }
      .icon {
        color: var(--bad);
      }
    `,
  ];
}
