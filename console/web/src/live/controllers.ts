import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { feed, type Change } from './feed.js';

/** Hands the feed's changes to its host, once per frame, while the host is on the page. */
export class FollowsFeed implements ReactiveController {
  #stop: (() => void) | undefined;

  constructor(
    host: ReactiveControllerHost,
    private readonly changed: (change: Change) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = feed.listen(this.changed);
  }

  hostDisconnected(): void {
    this.#stop?.();
  }
}

/** Calls at a steady pace while the host is on the page and the page is visible. */
export class Ticks implements ReactiveController {
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    host: ReactiveControllerHost,
    private readonly millis: number,
    private readonly tick: () => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#visibility);
    this.#run();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#visibility);
    clearInterval(this.#timer);
  }

  readonly #visibility = () => {
    if (!document.hidden) this.tick();
    this.#run();
  };

  #run(): void {
    clearInterval(this.#timer);
    if (!document.hidden) this.#timer = setInterval(this.tick, this.millis);
  }
}
