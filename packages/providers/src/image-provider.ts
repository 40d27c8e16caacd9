import type { Provider } from '@contactsheet/contract'
import type { BatchPort } from './batch-port.ts'
import type { GeneratedImage, ImageRequest, Room } from './provider.ts'

/** Who makes pictures. */
export interface ImageProvider {
  readonly name: Provider
  /** Loads the SDK now, in a process that is sure to need it: loading holds everything else up for a moment. */
  preload(): Promise<void>
  /** Whether the emulator would answer now. Costs nothing, and asks nobody where the provider's own address is set. */
  isSimulated(signal: AbortSignal): Promise<boolean>
  /**
   * Asks for one picture in exactly one HTTP call: what to try again, and when, is for the caller to decide.
   *
   * @param signal cancels the call; its reason is then thrown as it is
   * @param room asked for once the answer begins; waiting for it does not count against the timeout
   * @throws KindError for everything else that goes wrong
   */
  generate(request: ImageRequest, signal: AbortSignal, room: Room): Promise<GeneratedImage>
  /**
   * Its batch API. Loads what belongs to it now.
   *
   * @throws KindError if it has none, or this deployment has no key for it
   */
  batches(): Promise<BatchPort>
}
