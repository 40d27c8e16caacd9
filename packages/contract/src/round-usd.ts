/** To a millionth of a dollar: sums of prices otherwise show how binary fractions err. */
export function roundUsd(usd: number): number {
  return Math.round(usd * 1e6) / 1e6
}
