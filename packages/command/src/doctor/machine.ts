import { type Check, fault, ok } from './check.ts'

/**
 * Looks at the Node that runs this.
 *
 * @param least oldest release that will do
 */
export function examineNode(least: string, version = process.versions.node): Check {
  if (!isOlder(version, least)) return ok('Node', version)
  return fault('Node', `${version} is too old`, `Install Node ${least} or newer.`)
}

function isOlder(version: string, than: string): boolean {
  const [one, other] = [version, than].map(text => text.split('.').map(Number))
  const at = [0, 1, 2].find(place => (one?.[place] ?? 0) !== (other?.[place] ?? 0))
  return at !== undefined && (one?.[at] ?? 0) < (other?.[at] ?? 0)
}
