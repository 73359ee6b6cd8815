/** Standard score of a two-sided 95 % interval. */
const z95 = 1.959964

/** Score interval of a share (Wilson 1927): between these lies what k of n tells, at 95 %. */
export function wilson(k: number, n: number, z = z95): { readonly low: number; readonly high: number } {
  if (n === 0) return { low: 0, high: 1 }
  const share = k / n
  const middle = share + z ** 2 / (2 * n)
  const reach = z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))
  const scale = 1 + z ** 2 / n
  return { low: Math.max(0, (middle - reach) / scale), high: Math.min(1, (middle + reach) / scale) }
}
