import { apiAddress } from './address.ts'
import { call } from './http.ts'
import type {
  Accepted,
  AdditionBody,
  BatchBody,
  BatchPage,
  BatchView,
  Catalog,
  Estimate,
  ImagePage,
  ImageSummary,
  LabelView,
  LeafDetail,
  LeafPage,
  LeafPick,
  LeafState,
  Limits,
  LookBody,
  PresetBody,
  PresetView,
  RecomposeBody,
  RerunBody,
  UsageView,
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
    const [{ models }, { styles }, { templates }, { fonts }] = await Promise.all([
      call<Pick<Catalog, 'models'>>('/models?all=true'),
      call<Pick<Catalog, 'styles'>>('/styles'),
      call<Pick<Catalog, 'templates'>>('/templates'),
      call<Pick<Catalog, 'fonts'>>('/fonts'),
    ])
    return { models, styles, templates, fonts }
  },

  /** What templates of this deployment can draw beside their texts. */
  logos: () => call<{ logos: { id: string }[] }>('/logos'),

  /** What a picture goes by in requests. */
  uploadReference: (picture: Blob) => call<{ id: string }>('/references', { method: 'POST', body: picture }),

  presets: () => call<{ presets: PresetView[] }>('/presets'),

  keepPreset: (name: string, request: PresetBody) =>
    call<PresetView>(`/presets/${encodeURIComponent(name)}`, { method: 'PUT', body: request }),

  deletePreset: (name: string) => call<unknown>(`/presets/${encodeURIComponent(name)}`, { method: 'DELETE' }),

  limits: () => call<Limits>('/limits'),

  estimate: (body: BatchBody, signal: AbortSignal) =>
    call<Estimate>('/batches?dryRun=true', { method: 'POST', body, signal }),

  /** @param key the same for every try of the same batch, so that it is made once */
  create: (body: BatchBody, key: string) =>
    call<Accepted>('/batches', { method: 'POST', body, headers: { 'idempotency-key': key } }),

  batches: (cursor: string | undefined, signal?: AbortSignal, filter: BatchFilter = {}) =>
    call<BatchPage>(`/batches${query({ ...filter, cursor, limit: '30' })}`, { ...(signal && { signal }) }),

  label: (id: string, label: LabelView) =>
    call<LabelView>(`/batches/${encodeURIComponent(id)}`, { method: 'PATCH', body: label }),

  /** What batches of some days came to, by day. */
  usageByDay: (from: string, to: string, signal?: AbortSignal) =>
    call<UsageView>(`/usage${query({ by: 'day', from, to })}`, { ...(signal && { signal }) }),

  batch: (id: string, signal?: AbortSignal) =>
    call<BatchView>(`/batches/${encodeURIComponent(id)}`, { ...(signal && { signal }) }),

  /** @param cursor id of the leaf before the page */
  leaves: (
    id: string,
    { cursor, state, limit = LEAVES_A_PAGE }: { cursor?: string; state?: LeafState; limit?: number },
    signal?: AbortSignal,
  ) =>
    call<LeafPage>(
      `/batches/${encodeURIComponent(id)}/leaves${query({ cursor, state, limit: String(limit) })}`,
      { ...(signal && { signal }) },
    ),

  leaf: ({ batchId, leafId }: ImageName, signal?: AbortSignal) =>
    call<LeafDetail>(`/batches/${encodeURIComponent(batchId)}/leaves/${leafId}`, {
      ...(signal && { signal }),
    }),

  cancel: (id: string) => call<unknown>(`/batches/${encodeURIComponent(id)}/cancel`, { method: 'POST' }),

  pause: (id: string) => call<unknown>(`/batches/${encodeURIComponent(id)}/pause`, { method: 'POST' }),

  resume: (id: string) => call<unknown>(`/batches/${encodeURIComponent(id)}/resume`, { method: 'POST' }),

  retry: (id: string) => call<unknown>(`/batches/${encodeURIComponent(id)}/retry`, { method: 'POST' }),

  finish: (id: string) => call<unknown>(`/batches/${encodeURIComponent(id)}/finish`, { method: 'POST' }),

  rerun: ({ batchId, leafId }: ImageName, body: RerunBody) =>
    call<unknown>(`/batches/${encodeURIComponent(batchId)}/leaves/${leafId}/rerun`, { method: 'POST', body }),

  recompose: (id: string, body: RecomposeBody) =>
    call<unknown>(`/batches/${encodeURIComponent(id)}/recompose`, { method: 'POST', body }),

  addPrompts: (id: string, body: AdditionBody) =>
    call<unknown>(`/batches/${encodeURIComponent(id)}/prompts`, { method: 'POST', body }),

  /** What the new images alone would cost. */
  estimateAddition: (id: string, body: AdditionBody, signal: AbortSignal) =>
    call<Estimate>(`/batches/${encodeURIComponent(id)}/prompts?dryRun=true`, {
      method: 'POST',
      body,
      signal,
    }),

  /** @param picks at most {@link PICKS_A_CALL} */
  pick: (id: string, picks: readonly { leafId: string; pick: LeafPick | null }[]) =>
    call<unknown>(`/batches/${encodeURIComponent(id)}/picks`, { method: 'POST', body: { picks } }),

  images: (filter: ImageFilter & TimeFilter, cursor: string | undefined, signal?: AbortSignal) =>
    call<ImagePage>(`/images${query({ ...filter, cursor, limit: '100' })}`, { ...(signal && { signal }) }),

  /** How many images a filter leaves, as far as the API has counted them. */
  imageSummary: (filter: ImageFilter, signal?: AbortSignal) =>
    call<ImageSummary>(`/images/summary${query({ ...filter })}`, { ...(signal && { signal }) }),

  /** @param images at most {@link IMAGES_A_DELETION} */
  deleteImages: (images: readonly ImageName[], keepalive = false) =>
    call<{ deleted: number }>('/images/delete', { method: 'POST', body: { images }, keepalive }),

  openSession: (token: string) => call<unknown>('/session', { method: 'POST', body: { token } }),

  health: () => call<unknown>('/healthz'),
}

/** Addresses that the browser loads by itself. */
export const urls = {
  events: (id: string) => apiAddress(`/batches/${encodeURIComponent(id)}/events`),
  archive: (id: string, selection: ArchiveSelection = {}) =>
    apiAddress(`/batches/${encodeURIComponent(id)}/archive.zip${query({ ...selection })}`),
  /** @param end `csv` or `jsonl` */
  results: (id: string, end: string) => apiAddress(`/batches/${encodeURIComponent(id)}/results.${end}`),
  sheet: (id: string) => apiAddress(`/batches/${encodeURIComponent(id)}/sheet.jpg`),
  reference: (id: string) => apiAddress(`/references/${encodeURIComponent(id)}`),
  download: (imageUrl: string) => `${imageUrl}?download`,
  preview: (look: PreviewLook & { title: string }) => apiAddress(`/preview.jpg${query({ ...look })}`),
}

function query(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
