import { type Check, fault, ok, warning } from './check.ts'

/** How far a clock may be off, in milliseconds, before signatures and expiries of minutes suffer. */
const NOTABLE_MS = 60_000

/** From here on stores refuse what is signed: S3 allows a quarter of an hour. */
const REFUSED_MS = 15 * 60_000

/**
 * Compares this machine's clock with that of a server.
 *
 * @param date header of its answer
 * @param now when that arrived, in milliseconds since the epoch
 */
export function compareClock(server: string, date: string | undefined, now: number): Check[] {
  const there = Date.parse(date ?? '')
  if (Number.isNaN(there)) return []
  const ahead = now - there
  const off = Math.abs(ahead)
  const found = `${Math.round(off / 1_000)} s ${ahead > 0 ? 'ahead of' : 'behind'} that of ${server}`
  if (off < NOTABLE_MS) return [ok('clock', `agrees with that of ${server}`)]
  const remedy = 'Set the clock, and have it kept: timedatectl set-ntp true'
  return [off < REFUSED_MS ? warning('clock', found, remedy) : fault('clock', found, remedy)]
}
