const AT_ONCE = 2;
const waiting: (() => void)[] = [];
let running = 0;

/** Lets only a few of these requests run at once: a hundred cards must not storm the server. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}
