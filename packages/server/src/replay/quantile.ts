/** The value that `share` (0 to 1) of all values do not exceed, by the nearest rank; undefined where there are none. */
export function quantile(values: ArrayLike<number>, share: number): number | undefined {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
