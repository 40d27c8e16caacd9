import type { Model, TokenUsage } from '@contactsheet/contract'

/** One picture to make. */
export interface ImageRequest {
  /** The whole text for the provider: title, style, template and context already worked in. */
  prompt: string
  model: Model
  /**
   * Pictures to go by, in this order, each with its type. A blob can be part of any number of calls and is in memory once.
   * Absent: none.
   */
  references?: readonly Blob[]
}

/** A picture as the provider returned it, byte for byte. */
export interface GeneratedImage {
  /** Those of whoever asked from then on: a leaf frees their memory once it needs them no more. */
  bytes: Uint8Array
  /** Read from the bytes themselves, whatever the provider says they are. */
  contentType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif' | 'image/avif'
  /** True when the emulator answered, at whatever address. */
  simulated: boolean
  /** The provider's own name for the call, to quote to its support. */
  requestId?: string
  /** What it took, as the answer told. */
  usage?: TokenUsage
}

/** What an attempt may hold of pictures, in bytes of memory. It is asked for before anything is read that takes it. */
export interface Room {
  /**
   * Waits until so many bytes in all are free for this attempt.
   *
   * @throws the signal's reason
   */
  reserve(bytes: number, signal: AbortSignal): Promise<void>
}

/**
 * Judges texts before anything is made of them.
 *
 * @returns for each text what it is flagged for; empty if for nothing
 * @throws KindError if not all of them could be judged
 */
export type Moderate = (texts: readonly string[], signal: AbortSignal) => Promise<string[][]>

export interface ProviderOptions {
  apiKey: string
  /** Where the API answers. Default: the provider's own address. */
  baseUrl?: string
  /** Longest wait for the whole answer, in milliseconds: 1 to {@link MAX_TIMEOUT_MS}. */
  timeoutMs: number
  /**
   * Whether a picture that an answer names by its address may be fetched from private addresses, and over http. Default:
   * only where that is the provider's own origin.
   */
  allowPrivate?: boolean
  /** The proxy on the way to such an address, if there is one. Calls of the SDKs take the process's own. */
  proxyFor?: (url: URL) => string | undefined
}

/** What a provider's own code is opened with. */
export interface OpenOptions extends Required<ProviderOptions> {
  naming: Naming
  /** How the keys of any provider look. */
  keyPatterns: readonly RegExp[]
}

/** How messages name a provider and its settings. */
export interface Naming {
  /** As people know it. */
  title: string
  /** Variable that holds its key. */
  key: string
  /** Variable that holds its base URL. */
  address: string
}

/** Node's fetch waits no longer than this for an answer to begin, so a longer timeout would promise too much. */
export const MAX_TIMEOUT_MS = 300_000

/**
 * Refuses what no call could work with, before any call is made. The messages never quote the key.
 *
 * @param keyVariable the setting to name
 */
export function checkOptions({ apiKey, timeoutMs }: ProviderOptions, keyVariable: string): void {
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw new TypeError(
      `${keyVariable} is empty or holds a space, a line break or another character that no key has. Set it again.`,
    )
  if (!(timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS))
    throw new RangeError(`The provider timeout is ${timeoutMs} ms; allowed are 1 to ${MAX_TIMEOUT_MS} ms.`)
}
