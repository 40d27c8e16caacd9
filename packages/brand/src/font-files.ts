import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, mkdtempSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Most that the files take, unless more are in use, in bytes. */
const MAX_BYTES = 64 * 1024 * 1024

/** A file that somebody has asked for since then is in use, in milliseconds: a picture may be about to be drawn with it. */
const IN_USE_MS = 3_600_000

/**
 * Fonts as files of this machine, for programs that read them by their path. All processes of a user share a folder; a
 * file is named after its content and checked against that, so that it does not matter who wrote it.
 */
export class FontFiles {
  #folder: string | undefined
  readonly #maxBytes: number
  readonly #checked = new Set<string>()
  /** Files on their way here, so that leaves which ask at once wait for the same one. */
  readonly #coming = new Map<string, Promise<string>>()

  /** @param folder one that nobody else can write to; by default this user's own, made when it is needed */
  constructor(folder?: string, maxBytes = MAX_BYTES) {
    this.#folder = folder
    this.#maxBytes = maxBytes
  }

  /**
   * The path of a font's file, which stays there for an hour.
   *
   * @param read gets its bytes, if they are not here
   */
  path(sha256: string, read: () => Promise<Buffer>): Promise<string> {
    const known = this.#coming.get(sha256)
    if (known !== undefined) return known
    const coming = this.#path(sha256, read).finally(() => this.#coming.delete(sha256))
    this.#coming.set(sha256, coming)
    return coming
  }

  async #path(sha256: string, read: () => Promise<Buffer>): Promise<string> {
    this.#folder ??= ownFolder()
    const path = join(this.#folder, `${sha256}.otf`)
    if (await this.#isSound(path, sha256)) return path
    const unfinished = `${path}.${process.pid}.${performance.now()}`
    await writeFile(unfinished, await read())
    await rename(unfinished, path)
    this.#checked.add(sha256)
    await this.#prune(this.#folder)
    return path
  }

  /** Whether the file is there as it should be, and marks it as in use. */
  async #isSound(path: string, sha256: string): Promise<boolean> {
    const now = new Date()
    try {
      await utimes(path, now, now)
      if (this.#checked.has(sha256)) return true
      const found = createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
      if (found === sha256) this.#checked.add(sha256)
      return found === sha256
    } catch {
      return false
    }
  }

  /** Deletes what nobody has used for longest, where all take too much. */
  async #prune(folder: string): Promise<void> {
    const found = await Promise.all(
      (await readdir(folder)).map(async name => {
        const path = join(folder, name)
        const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: Date.now() }))
        return { path, size, mtimeMs }
      }),
    )
    let total = found.reduce((sum, { size }) => sum + size, 0)
    for (const { path, size, mtimeMs } of found.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (total <= this.#maxBytes || mtimeMs > Date.now() - IN_USE_MS) return
      await rm(path, { force: true })
      total -= size
    }
  }
}

/** The folder that this user's processes share, or a fresh one where somebody else has taken its name. */
function ownFolder(): string {
  const uid = process.getuid?.()
  const path = join(tmpdir(), `contactsheet-brand-${uid ?? 'user'}`)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const stat = lstatSync(path)
    const isOurs =
      stat.isDirectory() && (uid === undefined || (stat.uid === uid && (stat.mode & 0o022) === 0))
    return isOurs ? path : mkdtempSync(`${path}-`)
  } catch (error) {
    throw new Error(
      `Fonts cannot be written to ${tmpdir()}: set TMPDIR to a folder that can be written to.`,
      {
        cause: error,
      },
    )
  }
}
