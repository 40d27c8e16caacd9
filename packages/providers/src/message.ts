import type { Failure, FailureKind } from './failure.ts'
import type { Subject, Tell } from './words.ts'

/** Sentences for kinds of failures, where those of a call for a picture would mislead. */
export type Sentences = Readonly<Partial<Record<FailureKind, Tell>>>

const MESSAGES: Required<Sentences> = {
  rejected: ({ title, model, why }) =>
    `${title} refused to make this picture with ${model}${why}. Reword the prompt: as it is, it will be refused again.`,
  invalid: ({ title, model, why, address }) =>
    `${title} did not accept the request for ${model}${why}. Check the model's id and options in the catalog, and ${address} if it is set.`,
  auth: ({ title, model, why, key }) =>
    `${title} refused the key for ${model}${why}. Check ${key}, and that its project may use this model.`,
  quota: ({ title, model, why }) =>
    `The ${title} account has no credit or quota left for ${model}${why}. Add credit or raise the limit, then retry the failed leaves.`,
  rate_limited: ({ title, model, why, wait }) =>
    `${title} takes no more requests for ${model} at the moment${why}${wait}. Retry later, or lower LEAF_CONCURRENCY.`,
  unavailable: ({ title, model, why, address }) =>
    `${title} could not be reached or broke down over ${model}${why}. Retry later; if it stays so, check its status page, the network, and ${address} if it is set.`,
  timeout: ({ title, model, timeoutMs }) =>
    `${title} returned no picture for ${model} within ${timeoutMs / 1000} s. Retry, or raise PROVIDER_TIMEOUT_MS.`,
  bad_image: ({ title, model, why }) =>
    `${title} answered for ${model} without a picture that can be used${why}. Retry; if it stays so, reword the prompt or take another model.`,
}

/** A failure in a sentence or two that a person can act on. Quotes nothing of the provider's but its status and code. */
export function messageOf(failure: Failure, subject: Subject, sentences: Sentences = {}): string {
  const status = failure.status === undefined ? [] : [`HTTP ${failure.status}`]
  const facts = [...status, ...codeOf(failure)].join(', ')
  const wait = failure.retryAfterMs === undefined ? undefined : Math.ceil(failure.retryAfterMs / 1000)
  const tell = failure.tell ?? sentences[failure.kind] ?? MESSAGES[failure.kind]
  return tell({
    ...subject.naming,
    ...subject,
    why: facts === '' ? '' : ` (${facts})`,
    wait: wait === undefined ? '' : ` and asks to wait ${wait} s`,
  })
}

/** The provider's code, if it looks like one. */
function codeOf({ reason }: Failure): string[] {
  return reason !== undefined && /^[A-Za-z_]{1,60}$/.test(reason) ? [reason] : []
}
