import { css, html, nothing, unsafeCSS, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import uPlot from 'uplot';
import uPlotCss from 'uplot/dist/uPlot.min.css?inline';
import { clock } from '../live/clock.js';
import * as format from '../model/format.js';
import type { Signal } from '../model/types.js';
import { settings } from '../settings.js';
import { PoyangElement } from '../ui/element.js';
import { shared } from '../ui/shared.js';
import { scaleRange, scales, type Scale } from './axes.js';
import { drawLanes, lanesOf, type Lane } from './lanes.js';
import { labelSpot } from './labels.js';
import { held, merge, type Track } from './series.js';
import { tickTexts } from './ticks.js';

export interface ZoomDetail {
  readonly from: number;
  readonly to: number;
}

const NARROW = 620;
const MIN_DRAG = 6;

/** Draws tracks. Knows nothing of where they come from; says what the person points at. */
@customElement('trend-plot')
export class TrendPlot extends PoyangElement {
  @property({ attribute: false }) signals: readonly Signal[] = [];
  @property({ attribute: false }) tracks: readonly (Track | undefined)[] = [];
  @property({ attribute: false }) from = 0;
  @property({ attribute: false }) to = 1;
  /** Changes whenever the tracks grew in place. */
  @property({ attribute: false }) version = 0;
  @query('.plot') private readonly box!: HTMLElement;
  @query('canvas.lanes') private readonly laneCanvas!: HTMLCanvasElement;
  #plot: uPlot | null = null;
  #scales: Scale[] = [];
  #shape = '';
  #lanes: readonly Lane[] = [];
  #width = 0;
  #height = 0;
  readonly #size = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === 0 || (width === this.#width && plotHeight() === this.#height)) return;
    this.#width = width;
    this.#height = plotHeight();
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent<number>('fit', { detail: width }));
  });

  override firstUpdated(): void {
    this.#size.observe(this.box);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
    this.#shape = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#size.observe(this.box);
  }

  override render() {
    this.#lanes = lanesOf(this.tracks, this.from, this.#known());
    const label = this.t('trend.plot', {
      n: this.signals.length,
      from: this.dateTime(this.from),
      to: this.dateTime(this.to),
    });
    return html`
      <div class="plot" role="img" aria-label=${label} data-testid="trend-canvas"
        data-points=${this.tracks.reduce((n, t) => n + (t?.at.length ?? 0), 0)}
        data-last=${Math.max(0, ...this.tracks.map((t) => t?.at.at(-1) ?? 0))}></div>
      <canvas class="lanes" ?hidden=${this.#lanes.length === 0} data-testid="quality-band"
        data-lanes=${this.#lanes.map((l) => l.number).join()}></canvas>
      ${this.#lanes.length === 0
        ? nothing
        : html`<p class="key dim">
            <span><i class="bad"></i>${this.t('lane.bad')}</span>
            <span><i class="uncertain"></i>${this.t('lane.uncertain')}</span>
            <span><i class="gap"></i>${this.t('lane.gap')}</span>
            <span><i class="dashed"></i>${this.t('lane.dashed')}</span>
          </p>`}
    `;
  }

  override updated(_: PropertyValues): void {
    if (this.#width === 0) return;
    const shape = [
      this.signals.map((s) => s.id + s.announced + s.unit).join(),
      document.documentElement.dataset['theme'],
      settings.lang,
      settings.zone,
      this.#width < NARROW,
    ].join('|');
    const now = this.#known();
    const table = merge(
      this.tracks.map((t, i) => {
        if (!t) return NOTHING;
        return this.signals[i] && format.isState(this.signals[i]) ? held(t, now) : t;
      }),
    );
    const data = [table.x, ...table.columns] as unknown as uPlot.AlignedData;
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#plot?.destroy();
      this.#scales = scales(this.signals);
      this.#plot = new uPlot(this.#options(), data, this.box);
    } else {
      if (this.#plot && (this.#plot.width !== this.#width || this.#plot.height !== this.#height)) {
        this.#plot.setSize({ width: this.#width, height: this.#height });
      }
      this.#plot?.setData(data);
    }
  }

  /** Nothing is missing yet from the future. */
  #known(): number {
    return Math.max(this.from, Math.min(this.to, clock.now()));
  }

  #colour(name: string): string {
    return getComputedStyle(this).getPropertyValue(name).trim();
  }

  #font(size: number, weight = 400): string {
    return `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  }

  #options(): uPlot.Options {
    const dim = this.#colour('--dim');
    const grid = { stroke: this.#colour('--line'), width: 1 };
    const narrow = this.#width < NARROW;
    const yScales: uPlot.Scales = {};
    const yAxes: uPlot.Axis[] = this.#scales.map((scale, i) => {
      yScales[scale.key] = {
        range: () => scaleRange(scale, this.signals, this.tracks, this.from, this.to),
      };
      return {
        scale: scale.key,
        side: i % 2 === 0 ? 3 : 1,
        // On a phone two axes are all there is room for; the table below still has every value.
        show: !narrow || i < 2,
        stroke: dim,
        grid: { ...grid, show: i === 0 },
        ticks: { ...grid, size: 4 },
        font: this.#font(11),
        labelFont: this.#font(11, 600),
        label: [scale.unit, scale.members.map((m) => m + 1).join(' ')].filter(Boolean).join('   '),
        labelSize: 18,
        labelGap: 0,
        gap: 4,
        size: axisSize,
        ...(scale.states
          ? { splits: () => Object.keys(scale.states ?? {}).map(Number) }
          : {}),
        values: (_: uPlot, splits: number[]) => this.#axisTexts(scale, splits),
      } satisfies uPlot.Axis;
    });
    return {
      width: this.#width,
      height: this.#height,
      ms: 1,
      tzDate: (at) => uPlot.tzDate(new Date(at), settings.zone),
      padding: [10, this.#scales.length > 1 ? 4 : 22, 0, 4],
      legend: { show: false },
      scales: { x: { time: true, range: () => [this.from, this.to] }, ...yScales },
      axes: [
        {
          stroke: dim,
          grid,
          ticks: { ...grid, size: 4 },
          font: this.#font(11),
          size: 40,
          gap: 4,
          space: narrow ? 60 : 80,
          values: (_, splits, __, ___, increment) => tickTexts(splits, increment, settings.zone),
        },
        ...yAxes,
      ],
      series: [{}, ...this.signals.flatMap((s, i) => this.#series(s, i))],
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false, dist: MIN_DRAG },
        points: { size: 7, width: 2 },
        bind: {
          dblclick: () => () => {
            this.dispatchEvent(new Event('zoomout'));
            return null;
          },
        },
      },
      hooks: {
        setSelect: [(u) => this.#zoom(u)],
        setCursor: [(u) => this.#point(u)],
        draw: [(u) => this.#labels(u), (u) => this.#band(u)],
      },
    };
  }

  #series(signal: Signal, i: number): uPlot.Series[] {
    const scale = this.#scales.find((s) => s.members.includes(i))?.key ?? 'y';
    const stroke = this.#colour(`--s${i + 1}`);
    const stepped = format.isState(signal) ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
    const common: uPlot.Series = {
      scale,
      stroke,
      width: 1.5,
      ...(stepped ? { paths: stepped } : {}),
      points: { size: 4, fill: stroke },
    };
    return [
      { ...common, label: signal.id },
      { ...common, label: signal.id + ' (quality)', dash: [4, 4], width: 1.2 },
    ];
  }

  #axisTexts(scale: Scale, splits: number[]): string[] {
    const { states } = scale;
    if (states) return splits.map((v) => states[String(v)]?.[settings.lang] ?? '');
    const digits = format.digitsOf(Math.abs((splits[1] ?? 1) - (splits[0] ?? 0)));
    return splits.map((v) => format.number(v, digits));
  }

  #zoom(u: uPlot): void {
    const { left, width } = u.select;
    if (width < MIN_DRAG) return;
    const detail = { from: u.posToVal(left, 'x'), to: u.posToVal(left + width, 'x') };
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.dispatchEvent(new CustomEvent<ZoomDetail>('zoom', { detail }));
  }

  #point(u: uPlot): void {
    const left = u.cursor.left ?? -1;
    const at = left < 0 ? null : u.posToVal(left, 'x');
    this.dispatchEvent(new CustomEvent<number | null>('point', { detail: at }));
  }

  /** The number of each line at its end, so that lines can be told apart without their colour. */
  #labels(u: uPlot): void {
    const ratio = devicePixelRatio || 1;
    const { ctx: g, bbox } = u;
    g.save();
    g.font = this.#font(10 * ratio, 700);
    g.textAlign = 'center';
    g.textBaseline = 'middle';
    const taken: number[] = [];
    this.tracks.forEach((t, i) => {
      const scale = this.#scales.find((s) => s.members.includes(i));
      const end = t ? lastShown(t, this.from, this.to) : null;
      if (!scale || !end) return;
      const size = 13 * ratio;
      const x = Math.min(u.valToPos(end.at, 'x', true), bbox.left + bbox.width - size / 2);
      const y = labelSpot(u.valToPos(end.value, scale.key, true), taken, size, bbox.top, bbox.top + bbox.height);
      taken.push(y);
      g.fillStyle = this.#colour(`--s${i + 1}`);
      g.fillRect(x - size / 2, y - size / 2, size, size);
      g.fillStyle = this.#colour('--panel');
      g.fillText(String(i + 1), x, y + 0.5 * ratio);
    });
    g.restore();
  }

  #band(u: uPlot): void {
    const ratio = devicePixelRatio || 1;
    drawLanes(
      this.laneCanvas,
      this.#lanes,
      { left: u.bbox.left / ratio, width: u.bbox.width / ratio, total: this.#width },
      this.from,
      this.to,
      this.#known(),
      {
        bad: this.#colour('--bad'),
        uncertain: this.#colour('--warn'),
        dim: this.#colour('--dim'),
        font: this.#font(10),
      },
    );
  }

  static override styles = [
    unsafeCSS(uPlotCss),
    shared,
    css`
      .plot {
        min-height: clamp(280px, 100vh - 470px, 1000px);
        overflow: hidden;
      }
      .u-select {
        background: var(--hatch);
        border: solid var(--control);
        border-width: 0 1px;
      }
      .u-hz .u-cursor-x {
        border-right: 1px dashed var(--control);
      }
      canvas.lanes {
        display: block;
      }
      canvas.lanes[hidden] {
        display: none;
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 18px;
        font-size: 12px;
        padding: 4px 10px 0;
      }
      .key i {
        display: inline-block;
        width: 20px;
        height: 9px;
        margin-right: 6px;
        border: 1.5px solid currentColor;
      }
      .key .bad {
        color: var(--bad);
        background: repeating-linear-gradient(-45deg, currentColor 0 1.2px, transparent 1.2px 4px);
      }
      .key .uncertain {
        color: var(--warn);
        background: radial-gradient(circle, currentColor 1px, transparent 1.3px) 0 0 / 4px 6px;
      }
      .key .dashed {
        height: 0;
        border: 0;
        border-top: 2px dashed currentColor;
        vertical-align: 3px;
      }
    `,
  ];
}

const NOTHING: Track = {
  signal: '',
  downsampled: false,
  bucketMillis: 0,
  reach: 0,
  readings: 0,
  at: [],
  value: [],
  quality: [],
};

function lastShown(t: Track, from: number, to: number): { at: number; value: number } | null {
  for (let i = t.at.length - 1; i >= 0; i--) {
    const at = t.at[i]!;
    const value = t.value[i];
    if (at < from) return null;
    if (at <= to && value !== null && value !== undefined) return { at, value };
  }
  return null;
}

/** As tall as leaves the controls and the table of a few signals on one screen. */
function plotHeight(): number {
  return Math.min(1000, Math.max(280, innerHeight - 470));
}

/** As wide as its longest text. */
function axisSize(u: uPlot, values: string[] | null, index: number): number {
  const axis = u.axes[index];
  const longest = (values ?? []).reduce((a, b) => (b && b.length > a.length ? b : a), '');
  if (!axis || !longest) return 40;
  u.ctx.font = (axis.font as unknown as [string])[0] ?? u.ctx.font;
  return Math.ceil(u.ctx.measureText(longest).width / (devicePixelRatio || 1)) + 12;
}
