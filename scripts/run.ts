import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs a program of ours or of node_modules in the root of the repository, and ends it if this process is to end.
 *
 * @param program name in `node_modules/.bin`
 * @returns its exit code
 */
export async function run(program: string, ...args: string[]): Promise<number> {
  const child = spawn(join(root, 'node_modules/.bin', program), args, { cwd: root, stdio: 'inherit' })
  const stop = () => child.kill()
  const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']
  for (const event of events) process.on(event, stop)
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', code => resolve(code ?? 1))
    })
  } finally {
    for (const event of events) process.off(event, stop)
  }
}
