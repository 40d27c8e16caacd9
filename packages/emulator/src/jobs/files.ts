import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Provider } from '@contactsheet/contract'

/** A file that callers know of: one they sent, or the results of a job, which are made as they are read. */
export interface KnownFile {
  id: string
  provider: Provider
  name: string
  bytes: number
  createdAt: Date
  isResult: boolean
  /** Its content. */
  open: () => Readable
  /** Where it is on disk; results are not. */
  path?: string
  /** Whether it is there yet, and can be asked for; results are once their job has ended. */
  isThere: () => boolean
}

/** Numbers about the files of a provider. */
export interface FileTally {
  uploaded: number
  deleted: number
  /** Of those that were uploaded, there now. */
  present: number
  uploadedBytes: number
}

/** Files of jobs. What is sent is kept on disk, in a folder that goes with the emulator: inputs have up to 2 GB. */
export class Files {
  readonly #files = new Map<string, KnownFile>()
  readonly #tallies = new Map<Provider, Omit<FileTally, 'present'>>()
  #folder: Promise<string> | undefined

  /**
   * Takes a part of a file in, under the name of its upload.
   *
   * @param start bytes that came before it; a part that broke off is written over when it comes again
   * @returns bytes there are now
   */
  async write(upload: string, body: Readable, start = 0): Promise<number> {
    const target = createWriteStream(await this.#path(upload), { flags: start === 0 ? 'w' : 'r+', start })
    await pipeline(body, target)
    return start + target.bytesWritten
  }

  /** Lets callers know of a file that has come whole. */
  async add(provider: Provider, upload: string, name: string, id = fileId()): Promise<KnownFile> {
    const path = await this.#path(upload)
    const { size } = await stat(path)
    const file = {
      id,
      provider,
      name,
      bytes: size,
      createdAt: new Date(),
      isResult: false,
      open: () => createReadStream(path),
      path,
      isThere: () => true,
    }
    this.#files.set(id, file)
    const tally = this.#tallyOf(provider)
    tally.uploaded++
    tally.uploadedBytes += size
    return file
  }

  /** Lets callers know of the results of a job. */
  addResults(provider: Provider, id: string, results: Pick<KnownFile, 'open' | 'isThere'>): void {
    this.#files.set(id, {
      id,
      provider,
      name: `${id}.jsonl`,
      bytes: 0,
      createdAt: new Date(),
      isResult: true,
      ...results,
    })
  }

  clearResults(): void {
    for (const { id, isResult } of this.#files.values()) if (isResult) this.#files.delete(id)
  }

  get(provider: Provider, id: string): KnownFile | undefined {
    const file = this.#files.get(id)
    return file?.provider === provider && file.isThere() ? file : undefined
  }

  /** The newest first. */
  list(provider: Provider): KnownFile[] {
    return [...this.#files.values()].filter(file => file.provider === provider && file.isThere()).reverse()
  }

  /** @returns whether there was one */
  async delete(provider: Provider, id: string): Promise<boolean> {
    const file = this.get(provider, id)
    if (file === undefined) return false
    this.#files.delete(id)
    this.#tallyOf(provider).deleted++
    if (file.path !== undefined) await rm(file.path, { force: true })
    return true
  }

  tally(provider: Provider): FileTally {
    const present = this.list(provider).filter(({ isResult }) => !isResult).length
    return { ...this.#tallyOf(provider), present }
  }

  async close(): Promise<void> {
    if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true, force: true })
  }

  #tallyOf(provider: Provider): Omit<FileTally, 'present'> {
    const known = this.#tallies.get(provider) ?? { uploaded: 0, deleted: 0, uploadedBytes: 0 }
    this.#tallies.set(provider, known)
    return known
  }

  async #path(upload: string): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'contactsheet-emulator-'))
    return join(await this.#folder, upload)
  }
}

/** A name of a file as providers make them. */
export function fileId(): string {
  return `file-${randomBytes(12).toString('hex')}`
}
