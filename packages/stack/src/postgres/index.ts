import { fileURLToPath } from 'node:url'
import type { ChildSpec } from '../child.ts'

/**
 * The embedded PostgreSQL as a process. Its address is the URL of the database.
 *
 * @param folder for its data
 */
export function postgresSpec(folder: string, logFile: string): ChildSpec {
  const entry = fileURLToPath(new URL('./main.ts', import.meta.url))
  return { name: 'embedded PostgreSQL', entry, args: [folder], env: {}, logFile }
}
