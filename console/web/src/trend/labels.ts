/**
 * The place nearest to `wanted` for the middle of a label that overlaps none of those placed
 * before; where there is no room left, it overlaps.
 */
export function labelSpot(
  wanted: number,
  taken: readonly number[],
  size: number,
  top: number,
  bottom: number,
): number {
  const start = Math.min(bottom - size / 2, Math.max(top + size / 2, wanted));
  // A free place nearest to the wanted one is that one, or touches a label already there.
  const spots = [start, ...taken.flatMap((other) => [other - size, other + size])]
    .filter((spot) => spot - size / 2 >= top - SLACK && spot + size / 2 <= bottom + SLACK)
    .filter((spot) => taken.every((other) => Math.abs(other - spot) >= size - SLACK))
    .sort((a, b) => Math.abs(a - start) - Math.abs(b - start));
  return spots[0] ?? start;
}

/** Places that touch do not overlap for a rounding error. */
const SLACK = 0.01;
