import type { ReactiveController, ReactiveControllerHost } from 'lit';

export type KeyMap = Readonly<Record<string, (e: KeyboardEvent) => void>>;

/** True while the person types: then letters belong to the field. */
export function typing(e: KeyboardEvent): boolean {
  const target = e.composedPath()[0];
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'radio';
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

/** Single-key commands of a page, live while the page is shown. */
export class PageKeys implements ReactiveController {
  constructor(
    host: ReactiveControllerHost,
    private readonly keys: KeyMap,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('keydown', this.#down);
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.#down);
  }

  readonly #down = (e: KeyboardEvent) => {
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e) || e.defaultPrevented) return;
    const command = this.keys[e.key];
    if (command) command(e);
  };
}

/** Moves the focus among the elements that match, in document order. */
export function moveFocus(root: ShadowRoot | null, selector: string, by: 1 | -1): void {
  if (!root) return;
  const all = [...root.querySelectorAll<HTMLElement>(selector)];
  const held = root.activeElement?.closest(selector) ?? null;
  const now = all.indexOf(held as HTMLElement);
  const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}

/** `/` jumps to the page's filter, Escape empties it and then leaves it. */
export function focusFilter(root: ShadowRoot | null, e: KeyboardEvent): void {
  const filter = root?.querySelector<HTMLInputElement>('input[type=search]');
  if (!filter) return;
  e.preventDefault();
  filter.focus();
  filter.select();
}
