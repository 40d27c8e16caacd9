import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'

/** What figures were measured on, for people. */
export function machine(): string {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} cores (${cpu?.model.trim()}), ${memory} GB, Linux, Node ${process.versions.node}`
}

/** The commit of a checkout, short; `+` if something in it is changed. `unknown` where Git cannot tell. */
export function commitOf(folder: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim()
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+')
  } catch {
    return 'unknown'
  }
}
