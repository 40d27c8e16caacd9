import { KindError, type KindErrorOptions } from '@contactsheet/contract'

/**
 * Why one object cannot be read, while the store as such answers:
 *
 * - `damaged`: it is not what Contactsheet writes there. Reading it again does not help; it may be made again.
 * - `newer`: a document of another release, which is left to that release.
 * - `refused`: the store or the disk does not give it out.
 */
export type Unreadability = 'damaged' | 'newer' | 'refused'

/** One object cannot be read. What it belongs to is at fault, and nothing else. `message` says which object and why. */
export class UnreadableObject extends KindError {
  readonly why: Unreadability

  constructor(why: Unreadability, message: string, options?: KindErrorOptions) {
    super('storage', message, options)
    this.why = why
  }
}

/** Whether a document is there and is not what Contactsheet writes: nobody ever reads it, however long they wait. */
export function isDamaged(error: unknown): error is UnreadableObject {
  return error instanceof UnreadableObject && error.why === 'damaged'
}

/**
 * What a read gives, or undefined if the document is damaged: for notes that whoever needs them can do without, and
 * writes anew.
 */
export async function unlessDamaged<T>(read: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read
  } catch (error) {
    if (isDamaged(error)) return undefined
    throw error
  }
}

/** The same for whatever keeps one object from being read, where it is as good as gone. */
export async function unlessUnreadable<T>(read: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read
  } catch (error) {
    if (error instanceof UnreadableObject) return undefined
    throw error
  }
}

/** The store answers, and takes no writes: it is full, or read-only. */
export class UnwritableStore extends KindError {
  constructor(message: string, options?: KindErrorOptions) {
    super('storage', message, options)
  }
}
