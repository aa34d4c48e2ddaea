import { svg, html, nothing, type TemplateResult } from 'lit';
import type { Series } from '../model/types.js';

const WIDTH = 72;
const HEIGHT = 18;

/**
 * The last hour as a line. It is scaled to its own values, but never to less than a fiftieth of the
 * instrument range: noise must not look like an event.
 */
export function spark(
  series: Series | undefined,
  from: number,
  to: number,
  range: readonly [number, number] | null,
  label: string,
): TemplateResult | typeof nothing {
  if (!series) return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"></svg>`;
  const good = series.value.filter((v): v is number => v !== null);
  let low = Math.min(...good);
  let high = Math.max(...good);
  const least = range ? (range[1] - range[0]) / 50 : Math.abs(high) / 50 || 1;
  if (high - low < least) {
    const middle = (high + low) / 2;
    low = middle - least / 2;
    high = middle + least / 2;
  }
  let path = '';
  let pen = false;
  for (let i = 0; i < series.at.length; i++) {
    const v = series.value[i];
    if (v === null || v === undefined) {
      pen = false;
      continue;
    }
    const x = ((series.at[i]! - from) / (to - from)) * WIDTH;
    const y = 1.5 + (1 - (v - low) / (high - low)) * (HEIGHT - 3);
    path += `${pen ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = true;
  }
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
    ${svg`<path d=${path} fill="none" stroke="currentColor" stroke-width="1.2" stroke-linejoin="round"></path>`}
  </svg>`;
}
