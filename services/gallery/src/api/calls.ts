import { apiAddress } from './address.ts'
import { call, search } from './http.ts'
import type {
  Accepted,
  AdditionBody,
  BatchBody,
  Catalog,
  Estimate,
  LabelView,
  LeafPick,
  LeafState,
  LookBody,
  PresetBody,
  RecomposeBody,
  RerunBody,
} from './types.ts'

/** Most leaves one page can hold. */
export const LEAVES_A_PAGE = 500

/** Most images one call deletes. */
export const IMAGES_A_DELETION = 1_000

/** Most leaves one call picks. */
export const PICKS_A_CALL = 1_000

export interface ImageName {
  batchId: string
  leafId: string
}

/** Which images an archive holds, and how it names them. */
export interface ArchiveSelection {
  pick?: LeafPick
  /** Ids, with commas between them. */
  leaves?: string
  names?: 'prompt'
}

/** Which images the gallery shows; what is left out does not matter. */
export interface ImageFilter {
  batch?: string
  model?: string
  style?: string
  state?: string
  pick?: string
  q?: string
}

/** Of the images of some time; days are in UTC. */
export interface TimeFilter {
  /** A day, before whose beginning it is. */
  before?: string
  /** A day, with which it begins. */
  after?: string
}

/** Which batches the list shows; what is left out does not matter. */
export interface BatchFilter {
  q?: string
  tag?: string
  state?: string
}

/** What of a look is shown before anything is made. */
export interface PreviewLook
  extends Pick<LookBody, 'theme' | 'kicker' | 'subtitle' | 'byline' | 'language' | 'logo'> {
  style: string
  template: string
  font: string
}

export const api = {
  async catalog(): Promise<Catalog> {
    const [models, styles, templates, fonts] = await Promise.all([
      call('get', '/models', { query: { all: 'true' } }),
      call('get', '/styles'),
      call('get', '/templates'),
      call('get', '/fonts'),
    ])
    return { ...models, ...styles, ...templates, ...fonts }
  },

  /** What templates of this deployment can draw beside their texts. */
  logos: () => call('get', '/logos'),

  /** What a picture goes by in requests. */
  uploadReference: (picture: Blob) => call('post', '/references', { body: picture }),

  presets: () => call('get', '/presets'),

  keepPreset: (name: string, body: PresetBody) => call('put', '/presets/{name}', { path: { name }, body }),

  deletePreset: (name: string) => call('delete', '/presets/{name}', { path: { name } }),

  limits: () => call('get', '/limits'),

  estimate: (body: BatchBody, signal: AbortSignal) =>
    call('post', '/batches', { query: { dryRun: 'true' }, body, signal }) as Promise<Estimate>,

  /** @param key the same for every try of the same batch, so that it is made once */
  create: (body: BatchBody, key: string) =>
    call('post', '/batches', { body, headers: { 'idempotency-key': key } }) as Promise<Accepted>,

  batches: (cursor: string | undefined, signal?: AbortSignal, filter: BatchFilter = {}) =>
    call('get', '/batches', { query: { ...filter, cursor, limit: 30 }, signal }),

  label: (id: string, body: LabelView) => call('patch', '/batches/{id}', { path: { id }, body }),

  /** What batches of some days came to, by day. */
  usageByDay: (from: string, to: string, signal?: AbortSignal) =>
    call('get', '/usage', { query: { by: 'day', from, to }, signal }),

  batch: (id: string, signal?: AbortSignal) => call('get', '/batches/{id}', { path: { id }, signal }),

  /** @param cursor id of the leaf before the page */
  leaves: (
    id: string,
    { cursor, state, limit = LEAVES_A_PAGE }: { cursor?: string; state?: LeafState; limit?: number },
    signal?: AbortSignal,
  ) => call('get', '/batches/{id}/leaves', { path: { id }, query: { cursor, state, limit }, signal }),

  leaf: ({ batchId: id, leafId }: ImageName, signal?: AbortSignal) =>
    call('get', '/batches/{id}/leaves/{leafId}', { path: { id, leafId }, signal }),

  cancel: (id: string) => call('post', '/batches/{id}/cancel', { path: { id } }),

  pause: (id: string) => call('post', '/batches/{id}/pause', { path: { id } }),

  resume: (id: string) => call('post', '/batches/{id}/resume', { path: { id } }),

  retry: (id: string) => call('post', '/batches/{id}/retry', { path: { id } }),

  finish: (id: string) => call('post', '/batches/{id}/finish', { path: { id } }),

  rerun: ({ batchId: id, leafId }: ImageName, body: RerunBody) =>
    call('post', '/batches/{id}/leaves/{leafId}/rerun', { path: { id, leafId }, body }),

  recompose: (id: string, body: RecomposeBody) =>
    call('post', '/batches/{id}/recompose', { path: { id }, body }),

  addPrompts: (id: string, body: AdditionBody) =>
    call('post', '/batches/{id}/prompts', { path: { id }, body }),

  /** What the new images alone would cost. */
  estimateAddition: (id: string, body: AdditionBody, signal: AbortSignal) =>
    call('post', '/batches/{id}/prompts', {
      path: { id },
      query: { dryRun: 'true' },
      body,
      signal,
    }) as Promise<Estimate>,

  /** @param picks at most {@link PICKS_A_CALL} */
  pick: (id: string, picks: readonly { leafId: string; pick: LeafPick | null }[]) =>
    call('post', '/batches/{id}/picks', { path: { id }, body: { picks } }),

  images: (filter: ImageFilter & TimeFilter, cursor: string | undefined, signal?: AbortSignal) =>
    call('get', '/images', { query: { ...filter, cursor, limit: 100 }, signal }),

  /** How many images a filter leaves, as far as the API has counted them. */
  imageSummary: (filter: ImageFilter, signal?: AbortSignal) =>
    call('get', '/images/summary', { query: { ...filter }, signal }),

  /** @param images at most {@link IMAGES_A_DELETION} */
  deleteImages: (images: readonly ImageName[], keepalive = false) =>
    call('post', '/images/delete', { body: { images }, keepalive }),

  openSession: (token: string) => call('post', '/session', { body: { token } }),

  health: () => call('get', '/healthz'),
}

/** Addresses that the browser loads by itself. */
export const urls = {
  events: (id: string) => apiAddress(`/batches/${encodeURIComponent(id)}/events`),
  archive: (id: string, selection: ArchiveSelection = {}) =>
    apiAddress(`/batches/${encodeURIComponent(id)}/archive.zip${search({ ...selection })}`),
  /** @param end `csv` or `jsonl` */
  results: (id: string, end: string) => apiAddress(`/batches/${encodeURIComponent(id)}/results.${end}`),
  sheet: (id: string) => apiAddress(`/batches/${encodeURIComponent(id)}/sheet.jpg`),
  reference: (id: string) => apiAddress(`/references/${encodeURIComponent(id)}`),
  download: (imageUrl: string) => `${imageUrl}?download`,
  preview: (look: PreviewLook & { title: string }) => apiAddress(`/preview.jpg${search({ ...look })}`),
}
