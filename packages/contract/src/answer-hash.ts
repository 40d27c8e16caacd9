import { createHash } from 'node:crypto'
import { type Column, optionsOf } from './catalog/model.ts'
import type { Reference } from './reference.ts'

/** Changes whenever the same request comes to be sent in another way, so that no answer from before is taken for it. */
const HASH_VERSION = 1

/** What a provider is asked for one picture, as far as its answer depends on it. */
export interface AnswerRequest {
  model: Column
  /** The whole text that is sent. */
  prompt: string
  /** Pictures to go by, in their order. */
  references: readonly Pick<Reference, 'sha256'>[]
  /** Which of the pictures of the same prompt and model, from 0: each is to be another picture. */
  variation?: number | undefined
}

/**
 * Name of the answers to a request: SHA-256 in hexadecimal digits. Requests that a provider is sent alike have the same one,
 * whatever batch they are of; any difference in what is sent makes it another.
 */
export function answerHash({ model, prompt, references, variation = 0 }: AnswerRequest): string {
  const options = optionsOf(model.provider)
    .toSorted()
    .map(name => [name, Reflect.get(model, name) ?? null])
    .filter(([, value]) => value !== null)
  // An array: its order is fixed, unlike that of an object's fields.
  const request = [
    HASH_VERSION,
    model.provider,
    model.id,
    options,
    prompt,
    references.map(({ sha256 }) => sha256),
    variation,
  ]
  return createHash('sha256').update(JSON.stringify(request)).digest('hex')
}
