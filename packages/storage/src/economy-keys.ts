import { batchFolder } from './layout.ts'

export function jobsFolder(batchId: string): string {
  return `${batchFolder(batchId)}jobs/`
}

/**
 * Throws RangeError beyond a hundred thousand: names of as many digits sort as their numbers do.
 *
 * @param number from 1
 */
export function jobKey(batchId: string, number: number): string {
  if (number > 99_999) throw new RangeError(`Batch ${batchId} has no room for more jobs.`)
  return `${jobsFolder(batchId)}${String(number).padStart(5, '0')}.json`
}

/** Number of the job whose document has a key; undefined if the key is none of those. */
export function parseJobKey(key: string): number | undefined {
  const [, digits] = /\/(\d{5})\.json$/.exec(key) ?? []
  return digits === undefined ? undefined : Number(digits)
}

export function lookKey(batchId: string): string {
  return `${jobsFolder(batchId)}look.json`
}

export function hurriedKey(batchId: string): string {
  return `${jobsFolder(batchId)}hurried.json`
}
