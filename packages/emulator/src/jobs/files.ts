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
  readonly #tallies = new Map<Provider, FileTally>()
  #folder: Promise<string> | undefined

  /** Takes a part of a file in, behind those that came before under the same name on disk. */
  async append(upload: string, body: Readable): Promise<void> {
    await pipeline(body, createWriteStream(await this.#path(upload), { flags: 'a' }))
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
    }
    this.#files.set(id, file)
    const tally = this.tally(provider)
    tally.uploaded++
    tally.present++
    tally.uploadedBytes += size
    return file
  }

  /** Lets callers know of the results of a job. */
  addResults(provider: Provider, id: string, open: () => Readable): void {
    const results = {
      id,
      provider,
      name: `${id}.jsonl`,
      bytes: 0,
      createdAt: new Date(),
      isResult: true,
      open,
    }
    this.#files.set(id, results)
  }

  get(provider: Provider, id: string): KnownFile | undefined {
    const file = this.#files.get(id)
    return file?.provider === provider ? file : undefined
  }

  /** The newest first. */
  list(provider: Provider): KnownFile[] {
    return [...this.#files.values()].filter(file => file.provider === provider).reverse()
  }

  /** @returns whether there was one */
  delete(provider: Provider, id: string): boolean {
    const file = this.get(provider, id)
    if (file === undefined) return false
    this.#files.delete(id)
    const tally = this.tally(provider)
    if (!file.isResult) tally.present--
    tally.deleted++
    return true
  }

  tally(provider: Provider): FileTally {
    const known = this.#tallies.get(provider) ?? { uploaded: 0, deleted: 0, present: 0, uploadedBytes: 0 }
    this.#tallies.set(provider, known)
    return known
  }

  async close(): Promise<void> {
    if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true, force: true })
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
