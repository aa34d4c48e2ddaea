import { runs, type RunKind, type Track } from './series.js';

export const LANE_HEIGHT = 13;

export interface Lane {
  readonly number: number;
  readonly track: Track;
}

/** Only signals that have something to tell get a lane. */
export function lanesOf(tracks: readonly (Track | undefined)[], from: number, to: number): Lane[] {
  return tracks.flatMap((track, i) =>
    track && runs(track, from, to).length > 0 ? [{ number: i + 1, track }] : [],
  );
}

export interface Ink {
  readonly bad: string;
  readonly uncertain: string;
  readonly dim: string;
  readonly font: string;
}

/**
 * The band under the plot: hatched is bad, dotted is uncertain, an empty frame is no readings.
 * The pattern tells them apart; the colour only helps.
 */
export function drawLanes(
  canvas: HTMLCanvasElement,
  lanes: readonly Lane[],
  box: { readonly left: number; readonly width: number; readonly total: number },
  from: number,
  to: number,
  known: number,
  ink: Ink,
): void {
  const ratio = devicePixelRatio || 1;
  const height = lanes.length * LANE_HEIGHT;
  canvas.width = Math.round(box.total * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${box.total}px`;
  canvas.style.height = `${height}px`;
  const g = canvas.getContext('2d');
  if (!g || lanes.length === 0) return;
  g.scale(ratio, ratio);
  const x = (at: number) => box.left + ((at - from) / (to - from)) * box.width;
  lanes.forEach((lane, row) => {
    const top = row * LANE_HEIGHT + 2;
    const tall = LANE_HEIGHT - 4;
    g.fillStyle = ink.dim;
    g.font = ink.font;
    g.textAlign = 'right';
    g.textBaseline = 'middle';
    g.fillText(String(lane.number), box.left - 6, top + tall / 2);
    for (const run of runs(lane.track, from, known)) {
      const left = x(run.from);
      const width = Math.max(2, x(run.to) - left);
      block(g, run.kind, left, top, width, tall, ink);
    }
  });
}

function block(
  g: CanvasRenderingContext2D,
  kind: RunKind,
  left: number,
  top: number,
  width: number,
  tall: number,
  ink: Ink,
): void {
  g.save();
  g.beginPath();
  g.rect(left, top, width, tall);
  g.clip();
  g.strokeStyle = g.fillStyle = kind === 'bad' ? ink.bad : kind === 'uncertain' ? ink.uncertain : ink.dim;
  g.lineWidth = 1.3;
  if (kind === 'bad') {
    g.beginPath();
    for (let x = left - tall; x < left + width; x += 4) {
      g.moveTo(x, top + tall);
      g.lineTo(x + tall, top);
    }
    g.stroke();
  } else if (kind === 'uncertain') {
    for (let x = left + 1.5; x < left + width; x += 4) g.fillRect(x, top + tall / 2 - 1, 2, 2);
  }
  g.lineWidth = kind === 'gap' ? 1.5 : 2;
  g.strokeRect(left, top, width, tall);
  g.restore();
}
