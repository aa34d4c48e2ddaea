import { css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { runs, type Cell } from '../model/continuity.js';
import { PoyangElement } from '../ui/element.js';
import { shared } from '../ui/shared.js';

const LANES = [
  ['committed', (c: Cell) => c.readings > 0],
  ['missing', (c: Cell) => c.missing],
  ['gap', (c: Cell) => c.gap],
] as const;

const HEIGHT = 10;

/** Three lanes above one another: what is here, what is missing, what was declared lost. */
@customElement('time-strip')
export class TimeStrip extends PoyangElement {
  @property({ attribute: false }) cells: readonly Cell[] = [];

  override render() {
    const { cells } = this;
    const n = (has: (c: Cell) => boolean) => cells.filter(has).length;
    const label = this.t('continuity.strip', {
      cells: cells.length,
      committed: n(LANES[0][1]),
      missing: n(LANES[1][1]),
      gaps: n(LANES[2][1]),
    });
    return html`<svg role="img" aria-label=${label} viewBox="0 0 ${cells.length} ${HEIGHT * LANES.length}"
      preserveAspectRatio="none"><title>${label}</title>
      ${LANES.map(
        ([lane, has], i) => svg`
          <rect class="track" x="0" y=${i * HEIGHT + 1} width=${cells.length} height=${HEIGHT - 2}></rect>
          ${runs(cells, has).map(
            (run) => svg`<rect class=${lane} x=${run.first} y=${i * HEIGHT + 1} width=${run.cells} height=${HEIGHT - 2}></rect>`,
          )}`,
      )}
    </svg>`;
  }

  static override styles = [
    shared,
    css`
      svg {
        display: block;
        width: 100%;
        height: 30px;
      }
      .track {
        fill: var(--track);
        opacity: 0.45;
      }
      .committed {
        fill: var(--mark);
      }
      .missing {
        fill: var(--bad);
      }
      .gap {
        fill: var(--warn);
      }
      @media print {
        .track {
          fill: none;
          stroke: var(--line);
          stroke-width: 1;
          vector-effect: non-scaling-stroke;
          opacity: 1;
        }
      }
    `,
  ];
}
