import { svg, html, type TemplateResult } from 'lit';
import type { SiteKind } from '../model/types.js';
import type { Trust } from '../model/freshness.js';

function icon(body: TemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 12 12" aria-hidden="true" fill="none"
    stroke="currentColor" stroke-width="1.5">${body}</svg>`;
}

/** One shape for each way of not being good, so that colour is never the only cue. */
const MARKS: Readonly<Record<Exclude<Trust, 'good'>, TemplateResult>> = {
  stale: icon(svg`<circle cx="6" cy="6" r="4.7"></circle><path d="M6 3.2V6l2 1.3"></path>`),
  uncertain: icon(svg`<path d="M6 .9 11.1 6 6 11.1.9 6z"></path><path d="M6 3.6v2.8M6 7.6v1"></path>`),
  bad: icon(svg`<rect x=".8" y=".8" width="10.4" height="10.4" fill="currentColor"></rect>
    <path d="m3.6 3.6 4.8 4.8m0-4.8L3.6 8.4" stroke="var(--panel)" stroke-width="1.7"></path>`),
  none: icon(svg`<circle cx="6" cy="6" r="4.7"></circle><path d="m2.7 2.7 6.6 6.6"></path>`),
};

export function mark(trust: Trust): TemplateResult | null {
  return trust === 'good' ? null : MARKS[trust];
}

export const ok = icon(svg`<circle cx="6" cy="6" r="2.6" fill="currentColor" stroke="none"></circle>`);
export const broken = icon(svg`<path d="M1 6h3m4 0h3M4.6 3.6l2.8 4.8"></path>`);
export const warning = icon(svg`<path d="M6 1 11.3 10.6H.7z"></path><path d="M6 4.4v3M6 8.4v1"></path>`);
export const close = icon(svg`<path d="m2.5 2.5 7 7m0-7-7 7"></path>`);
export const left = icon(svg`<path d="M7.5 2 3.5 6l4 4"></path>`);
export const right = icon(svg`<path d="m4.5 2 4 4-4 4"></path>`);
export const minus = icon(svg`<circle cx="5" cy="5" r="3.7"></circle><path d="M3.3 5h3.4M8 8l3 3"></path>`);
export const sun = icon(svg`<circle cx="6" cy="6" r="4.5"></circle><path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor"></path>`);
export const download = icon(svg`<path d="M6 1v6.5M3.2 5 6 7.8 8.8 5M1.5 10.5h9"></path>`);

const KINDS: Readonly<Record<SiteKind, TemplateResult>> = {
  'sewage-plant': svg`<path d="M2 10c2-2.6 4-2.6 6 0s4 2.6 6 0M2 14c2-2.6 4-2.6 6 0s4 2.6 6 0M8 1.5c1.8 2.2 2.6 3.4 2.6 4.5"></path>`,
  incinerator: svg`<path d="M8 1.5c.5 3-3.5 4.5-3.5 8.2a3.5 3.5 0 0 0 7 0c0-1.7-.8-2.8-1.5-3.6-.2 1.3-.8 1.8-1.4 2.1C9 5.6 9 3.2 8 1.5z"></path>`,
  'ev-charging': svg`<path d="M3 14.5V3a1.5 1.5 0 0 1 1.5-1.5h3A1.5 1.5 0 0 1 9 3v11.5M2 14.5h8M9 8h1.5A1.5 1.5 0 0 1 12 9.500V12a1.2 1.2 0 0 0 2.4 0V6L12 3.800M6.4 4 4.8 7h2.400L5.6 10"></path>`,
  ccus: svg`<circle cx="8" cy="4.2" r="2.7"></circle><path d="M8 7v4.500M5.5 9.5 8 12l2.5-2.500M2 14.500h12"></path>`,
  other: svg`<path d="M2.5 14.5v-12h7v12M9.5 7h4v7.500M1 14.500h14M5 5.5h2M5 8.500h2M5 11.500h2"></path>`,
};

export function kindIcon(kind: SiteKind): TemplateResult {
  return html`<svg class="kind" viewBox="0 0 16 16" aria-hidden="true" fill="none"
    stroke="currentColor" stroke-width="1.2" stroke-linejoin="round">${KINDS[kind] ?? ''}</svg>`;
}
