/**
 * The server's time. Ages are judged by it and not by this computer's clock, because the clocks of
 * control room computers are wrong more often than a server's.
 */
class ServerClock {
  #ahead: number | null = null;

  /** Hears what time it is over there; the smallest delay seen lately is nearest to the truth. */
  hear(serverNow: number): void {
    const ahead = serverNow - Date.now();
    if (this.#ahead === null || ahead > this.#ahead || Math.abs(ahead - this.#ahead) > 2000) {
      this.#ahead = ahead;
    }
  }

  now(): number {
    return Date.now() + (this.#ahead ?? 0);
  }
}

export const clock = new ServerClock();
