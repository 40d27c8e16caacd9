import type { CallOptions } from './call.ts'
import type { Sentences } from './message.ts'
import type { OpenOptions } from './provider.ts'

/** `model` is what {@link jobOptions} calls the jobs. */
const SENTENCES: Sentences = {
  auth: ({ title, model, why, key }) =>
    `${title} takes no ${model} with this key${why}: its account may not use the batch API, or the key is wrong. Check ${key} and what its project may do. With \`speed\` asap images are made without that API.`,
  invalid: ({ title, model, why, address }) =>
    `${title} did not accept ${model}${why}. Check that its batch API makes images with that model, its options in the catalog, and ${address} if it is set. With \`speed\` asap images are made without that API.`,
  rate_limited: ({ title, model, why, wait }) =>
    `${title} takes no more ${model} at the moment${why}${wait}: as much waits there as the account may have. Retry later.`,
  timeout: ({ title, model, timeoutMs }) =>
    `${title} did not answer about ${model} within ${timeoutMs / 1000} s. Retry, or raise PROVIDER_TIMEOUT_MS.`,
}

/**
 * How calls of a batch API are made. They cost nothing: what a job brings does.
 *
 * @param model of the job, where it is known
 */
export function jobOptions(options: OpenOptions, model?: { id: string }): CallOptions {
  const id = model === undefined ? 'batch jobs' : `batch jobs of ${model.id}`
  return { ...options, model: { id }, isFree: true, sentences: SENTENCES }
}
