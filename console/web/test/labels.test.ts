import { describe, expect, it } from 'vitest';
import { labelSpot } from '../src/trend/labels.js';

const SIZE = 13;

/** Places one after the other, as the plot does with its lines. */
function placed(wanted: readonly number[], top: number, bottom: number): number[] {
  const taken: number[] = [];
  for (const y of wanted) taken.push(labelSpot(y, taken, SIZE, top, bottom));
  return taken;
}

function overlaps(spots: readonly number[]): boolean {
  return spots.some((a, i) => spots.some((b, j) => i < j && Math.abs(a - b) < SIZE - 0.1));
}

describe('labels at the ends of lines', () => {
  it('stay where their line ends while there is room', () => {
    expect(placed([50, 100], 10, 300)).toEqual([50, 100]);
  });

  it('stay within the plot', () => {
    expect(placed([0, 400], 10, 300)).toEqual([16.5, 293.5]);
  });

  it('find room though eight lines end at the bottom', () => {
    // Eight chargers at 0 kW: a rule that only pushes labels up and down never comes to an end.
    const spots = placed(new Array(8).fill(300), 10, 300);
    expect(overlaps(spots)).toBe(false);
    expect(Math.min(...spots)).toBeGreaterThan(190);
  });

  it('find room between two others', () => {
    expect(overlaps(placed([100, 126.5, 113, 113, 113], 10, 300))).toBe(false);
  });

  it('overlap where there is no room for all', () => {
    expect(placed([20, 20, 20, 20], 10, 40)).toHaveLength(4);
  });
});
