import { css, html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { settings } from '../settings.js';
import { router } from '../router.js';
import { feed } from '../live/feed.js';
import { clock } from '../live/clock.js';
import { FollowsFeed, Ticks } from '../live/controllers.js';
import type { Route } from '../model/routes.js';
import * as time from '../model/time.js';
import { PoyangElement } from './element.js';
import { PageKeys } from './keys.js';
import { shared } from './shared.js';
import * as icons from './icons.js';
import './feed-banner.js';
import type { HelpDialog } from './help-dialog.js';
import './help-dialog.js';
import '../pages/overview-page.js';
import '../pages/site-page.js';
import '../pages/edges-page.js';
import '../pages/quarantine-page.js';
import '../pages/continuity-page.js';

const NAV = [
  ['overview', '/'],
  ['trend', '/trend'],
  ['edges', '/edges'],
  ['quarantine', '/quarantine'],
] as const;

/** The frame: where you are, what time it is over there, whether the line lives. */
@customElement('poyang-app')
export class AppShell extends PoyangElement {
  @state() private route: Route = router.route;

  constructor() {
    super();
    new Ticks(this, 1000, () => this.#showTime());
    new FollowsFeed(this, (change) => (change.state || change.sites) && this.requestUpdate());
    new PageKeys(this, {
      '?': () => this.#help(),
      '1': () => router.go('/'),
      '2': () => router.go('/trend'),
      '3': () => router.go('/edges'),
      '4': () => router.go('/quarantine'),
    });
    router.addEventListener('change', () => {
      this.route = router.route;
    });
  }

  override updated(): void {
    this.#showTime();
    document.title = (feed.lost ? '(!) ' : '') + `${this.#where()} · ${this.t('app.name')}`;
  }

  #where(): string {
    const { route } = this;
    if (route.page === 'unknown') return this.t('unknown.title');
    if (route.page !== 'site') return this.t(`nav.${route.page}`);
    const site = feed.sites?.sites.find((s) => s.id === route.site);
    return site ? this.named(site.name) : route.site;
  }

  // The clock writes its own text: a second is no reason to render the frame.
  #showTime(): void {
    const cell = this.renderRoot.querySelector('#clock');
    if (cell) cell.textContent = time.dateTime(clock.now(), settings.zone);
  }

  #help(): void {
    this.renderRoot.querySelector<HelpDialog>('help-dialog')?.open();
  }

  override render() {
    const { route } = this;
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${this.t('nav.skip')}</a>
      <header>
        <a class="brand" href="/" aria-label=${this.t('app.name')}>
          <svg viewBox="0 0 32 22" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.6">
            <path d="M3 16c4.3-5 8.7-5 13 0s8.7 5 13 0M3 8c4.3-5 8.7-5 13 0s8.7 5 13 0"></path>
          </svg>
          <span>${this.t('app.name')}</span>
        </a>
        <nav aria-label=${this.t('nav.label')}>
          ${NAV.map(([page, href]) => {
            const here =
              route.page === page ||
              (page === 'overview' && route.page === 'site') ||
              (page === 'edges' && route.page === 'continuity');
            return html`<a
              href=${href}
              class=${here ? 'here' : ''}
              aria-current=${here ? 'page' : 'false'}
              data-testid="nav-${page}"
              >${this.t(`nav.${page}`)}</a
            >`;
          })}
        </nav>
        <div class="right">
          ${this.#feedState()}
          <button class="plain clock" @click=${() => settings.toggleZone()}
            title=${this.t('shell.zone', { zone: settings.zone })}>
            <span id="clock"></span>
            <span class="dim">${time.zoneText(clock.now(), settings.zone)}</span>
          </button>
          <button class="plain" data-testid="lang" lang=${settings.lang === 'zh' ? 'en' : 'zh-CN'}
            title=${this.t('shell.language.hint')} @click=${() => settings.toggleLang()}>
            ${this.t('shell.language')}
          </button>
          <button class="plain" data-testid="theme" @click=${() => settings.nextTheme()}
            title=${this.t('shell.theme', { theme: this.t(`shell.theme.${settings.theme}`) })}
            aria-label=${this.t('shell.theme', { theme: this.t(`shell.theme.${settings.theme}`) })}>
            ${icons.sun}
          </button>
          <button class="plain help" aria-label=${this.t('shell.help')} title=${this.t('shell.help')}
            data-testid="help" @click=${() => this.#help()}>?</button>
        </div>
      </header>
      <feed-banner></feed-banner>
      <main id="main" tabindex="-1">${this.#page(route)}</main>
      <help-dialog></help-dialog>
    `;
  }

  #skip(e: Event): void {
    e.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('#main')?.focus();
  }

  #feedState(): TemplateResult {
    const { kind } = feed.state;
    const tone = kind === 'lost' ? 'bad' : '';
    return html`<span class="mark feed ${tone}" data-testid="feed-state" data-state=${kind}>
      ${kind === 'open' ? icons.ok : kind === 'lost' ? icons.broken : icons.mark('stale')}
      ${this.t(`feed.${kind}`)}
    </span>`;
  }

  #page(route: Route): TemplateResult {
    switch (route.page) {
      case 'overview':
        return html`<overview-page></overview-page>`;
      case 'site':
        return html`<site-page .site=${route.site}></site-page>`;
      case 'trend':
        // The plot library comes only when a plot is wanted.
        void import('../pages/trend-page.js');
        return html`<trend-page .signals=${route.signals} .span=${route.span}></trend-page>`;
      case 'edges':
        return html`<edges-page></edges-page>`;
      case 'quarantine':
        return html`<quarantine-page .olderThan=${route.before} .settled=${route.settled}></quarantine-page>`;
      case 'continuity':
        return html`<continuity-page .edge=${route.edge} .span=${route.span}></continuity-page>`;
      case 'unknown':
        return html`<div class="panel empty">
          <h1>${this.t('unknown.title')}</h1>
          <p>${this.t('unknown.body', { path: route.path })}</p>
          <p><a href="/">${this.t('nav.overview')}</a></p>
        </div>`;
    }
  }

  static override styles = [
    shared,
    css`
      :host {
        min-height: 100vh;
      }
      .skip {
        position: absolute;
        left: -999px;
      }
      .skip:focus {
        left: 8px;
        top: 8px;
        z-index: 9;
        background: var(--raised);
        padding: 6px 10px;
      }
      header {
        display: flex;
        align-items: center;
        gap: 4px 18px;
        padding: 0 16px;
        min-height: 44px;
        background: var(--panel);
        border-bottom: 1px solid var(--line);
      }
      .brand {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        color: var(--text);
        font-weight: 600;
        font-size: 15px;
        min-height: 28px;
      }
      .brand:hover {
        text-decoration: none;
      }
      .brand svg {
        width: 26px;
        height: 18px;
        color: var(--dim);
      }
      nav {
        display: flex;
        align-self: stretch;
        gap: 2px;
      }
      nav a {
        display: flex;
        align-items: center;
        padding: 0 11px;
        color: var(--dim);
        border-bottom: 2px solid transparent;
        border-top: 2px solid transparent;
      }
      nav a:hover {
        color: var(--text);
        text-decoration: none;
        background: var(--hover);
      }
      nav a.here {
        color: var(--text);
        font-weight: 600;
        border-bottom-color: var(--text);
      }
      .right {
        margin-left: auto;
        display: flex;
        align-items: center;
        gap: 4px;
      }
      .feed {
        color: var(--dim);
        padding: 0 8px;
      }
      .feed.bad {
        color: var(--bad);
      }
      button.plain {
        border-color: transparent;
        background: none;
        padding: 2px 8px;
        min-width: 28px;
      }
      button.plain:hover {
        background: var(--hover);
      }
      button.plain svg.icon {
        width: 14px;
        height: 14px;
      }
      .help {
        font-weight: 600;
      }
      .clock {
        white-space: nowrap;
      }
      main {
        padding: 14px 16px 28px;
      }
      main:focus {
        outline: none;
      }
      @media print {
        header,
        feed-banner,
        .skip {
          display: none;
        }
        main {
          padding: 0;
        }
      }
      @media (max-width: 820px) {
        header {
          flex-wrap: wrap;
          padding: 4px 8px 0;
        }
        nav {
          order: 3;
          width: 100%;
          height: 36px;
          justify-content: space-between;
        }
        nav a {
          flex: 1;
          justify-content: center;
          padding: 0 4px;
          white-space: nowrap;
        }
        .brand span,
        .help {
          display: none;
        }
        .right {
          gap: 0;
        }
        button.plain {
          padding: 2px 5px;
        }
        .feed {
          padding: 0 4px;
        }
        main {
          padding: 8px 8px 24px;
        }
      }
    `,
  ];
}
