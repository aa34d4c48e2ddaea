import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Lang } from './i18n/texts.js';
import { DEFAULT_ZONE } from './model/time.js';

export type Theme = 'auto' | 'dark' | 'light';

const THEMES: readonly Theme[] = ['auto', 'dark', 'light'];

/** What this person chose on this browser: language, theme, time zone. Remembered where allowed. */
class Settings extends EventTarget {
  #lang: Lang = oneOf(read('lang'), ['zh', 'en'] as const) ?? preferred();
  #theme: Theme = oneOf(read('theme'), THEMES) ?? 'auto';
  #zone: string = read('zone') === 'local' ? localZone() : DEFAULT_ZONE;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');

  constructor() {
    super();
    this.#dark.addEventListener('change', () => this.#apply());
    this.#apply();
  }

  get lang(): Lang {
    return this.#lang;
  }

  get theme(): Theme {
    return this.#theme;
  }

  get zone(): string {
    return this.#zone;
  }

  toggleLang(): void {
    this.#lang = this.#lang === 'zh' ? 'en' : 'zh';
    write('lang', this.#lang);
    this.#apply();
  }

  nextTheme(): void {
    this.#theme = THEMES[(THEMES.indexOf(this.#theme) + 1) % THEMES.length] ?? 'auto';
    write('theme', this.#theme);
    this.#apply();
  }

  toggleZone(): void {
    this.#zone = this.#zone === DEFAULT_ZONE ? localZone() : DEFAULT_ZONE;
    write('zone', this.#zone === DEFAULT_ZONE ? DEFAULT_ZONE : 'local');
    this.#apply();
  }

  #apply(): void {
    const root = document.documentElement;
    root.lang = this.#lang === 'zh' ? 'zh-CN' : 'en';
    const dark = this.#theme === 'auto' ? this.#dark.matches : this.#theme === 'dark';
    root.dataset['theme'] = dark ? 'dark' : 'light';
    this.dispatchEvent(new Event('change'));
  }
}

function preferred(): Lang {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

function oneOf<T extends string>(found: string | null, allowed: readonly T[]): T | null {
  return allowed.find((a) => a === found) ?? null;
}

function read(name: string): string | null {
  try {
    return localStorage.getItem('poyang.' + name);
  } catch {
    return null; // a locked-down browser: the choice lasts as long as the page
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem('poyang.' + name, value);
  } catch {
    // see read
  }
}

export const settings = new Settings();

/** Renders its host again when the person changes a setting. */
export class FollowsSettings implements ReactiveController {
  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    settings.addEventListener('change', this.#changed);
  }

  hostDisconnected(): void {
    settings.removeEventListener('change', this.#changed);
  }

  readonly #changed = () => this.host.requestUpdate();
}
