/** Groups of calls, in the order in which they are shown. */
export const TAGS = {
  Batches: 'Prompts times models become images, in parallel.',
  Images: 'What came out.',
  Catalog: 'What a batch can be made of.',
  Session: 'A browser hands its token over once, and holds a cookie from then on.',
  Operations: 'For whatever runs the service.',
} as const

/** What the schemas of a call do not say about it. */
export interface Operation {
  tag: keyof typeof TAGS
  summary: string
  description?: string
  /** What comes back, by status. */
  answers: Readonly<Record<number, string>>
  /** Media type of what comes back with 200, where it is not JSON. */
  media?: string
  /** Headers that mean something to this call. */
  headers?: Readonly<Record<string, string>>
  /** Bodies to try it with, by name. */
  examples?: Readonly<Record<string, unknown>>
}

/** Parameters by name, the same wherever they appear. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  id: 'Id of a batch.',
  batchId: 'Id of a batch.',
  file: "Name of an image's file, the last part of its `imageUrl`; for DELETE also the id of its leaf.",
  cursor: 'Where to go on: the `nextCursor` of the page before.',
  limit: 'Most items on the page.',
  state: 'Only those in this state.',
  batch: 'Only those of this batch.',
  model: 'Only those by the model of this id.',
  style: 'Only those in this style; of a preview, the style to hint at.',
  template: 'Where the title goes.',
  font: 'What the title is set in.',
  title: 'What to write on the picture.',
  dryRun: 'Check and estimate only; nothing is started.',
  all: 'Also models that were shut down.',
  download: 'Have a browser save the file.',
}

const PROMPTS = ['Why fan-out beats sequential generation', 'Three retries with exponential backoff']

/** Every call of the API, by method and path. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /batches': {
    tag: 'Batches',
    summary: 'Make a batch',
    description:
      'Takes an object, or the same as a positional array of all seven parts. Accepted is not finished: follow the batch at its address.',
    answers: { 200: 'What the batch would be (`dryRun`).', 202: 'The batch was accepted.' },
    headers: {
      'Idempotency-Key':
        'Any text of your own. The same key with the same body is answered as the first time and starts nothing; with another body it is refused.',
    },
    examples: {
      object: {
        prompts: PROMPTS,
        models: ['gemini-3-pro-image', 'gpt-image-2'],
        style: 'photorealistic',
        template: 'bottom-bar',
        font: 'inter',
      },
      positional: [PROMPTS, ['gpt-image-2'], 'watercolor', 'center-box', 'lora', '', ''],
    },
  },
  'GET /batches': {
    tag: 'Batches',
    summary: 'List batches, newest first',
    answers: { 200: 'A page of batches.' },
  },
  'GET /batches/:id': {
    tag: 'Batches',
    summary: 'Show a batch',
    answers: { 200: 'How it stands, with the first of its leaves.' },
  },
  'GET /batches/:id/leaves': {
    tag: 'Batches',
    summary: 'List the leaves of a batch',
    answers: { 200: 'A page of leaves, in order.' },
  },
  'GET /batches/:id/events': {
    tag: 'Batches',
    summary: 'Watch a batch',
    description:
      'Server-sent events: `progress` at once and on every change, `leaf` for each leaf that settles or has settled before, `settled` last.',
    answers: { 200: 'The events, until the batch has settled.', 204: 'Nothing more than was heard.' },
    media: 'text/event-stream',
    headers: { 'Last-Event-ID': 'Id of the last event heard: only what is new since then is told.' },
  },
  'POST /batches/:id/cancel': {
    tag: 'Batches',
    summary: 'Cancel what has not settled',
    answers: { 202: 'The batch, which settles soon.' },
  },
  'POST /batches/:id/retry': {
    tag: 'Batches',
    summary: 'Run the failed leaves again',
    answers: { 202: 'The batch, open again.' },
  },
  'GET /batches/:id/sheet.jpg': {
    tag: 'Batches',
    summary: 'The contact sheet as one picture',
    answers: { 200: 'A JPEG: prompts down, models across.' },
    media: 'image/jpeg',
  },
  'GET /batches/:id/archive.zip': {
    tag: 'Batches',
    summary: 'All images of a batch',
    answers: { 200: 'A zip archive of the images there are, with `result.json` once the batch has settled.' },
    media: 'application/zip',
  },
  'GET /images': {
    tag: 'Images',
    summary: 'List the images of all batches',
    description:
      'The newest batch first. A page can hold fewer images than asked for, even none, and still have a `nextCursor`.',
    answers: { 200: 'A page of images.' },
  },
  'GET /images/:batchId/:file': {
    tag: 'Images',
    summary: 'Show an image',
    answers: { 200: 'A JPEG of 1200x630 pixels.', 304: 'The image is the one you have.' },
    media: 'image/jpeg',
    headers: { 'If-None-Match': 'The `ETag` of the image you have.' },
  },
  'DELETE /images/:batchId/:file': {
    tag: 'Images',
    summary: 'Delete an image',
    description:
      'With its original. Its leaf stays as it settled and names no image any more, so that no retry pays for it again.',
    answers: { 204: 'It is gone.' },
  },
  'POST /images/delete': {
    tag: 'Images',
    summary: 'Delete many images',
    answers: { 200: 'How many of them there were.' },
    examples: { one: { images: [{ batchId: 'zybqyrez2z-kx13qn', leafId: '0000-00' }] } },
  },
  'GET /models': { tag: 'Catalog', summary: 'Models', answers: { 200: 'Those that answer today.' } },
  'GET /styles': {
    tag: 'Catalog',
    summary: 'Styles',
    answers: { 200: 'Each with what it adds to a prompt.' },
  },
  'GET /templates': {
    tag: 'Catalog',
    summary: 'Templates',
    answers: { 200: 'Each with what it adds to a prompt.' },
  },
  'GET /fonts': { tag: 'Catalog', summary: 'Fonts', answers: { 200: 'Each with its family.' } },
  'GET /preview.jpg': {
    tag: 'Catalog',
    summary: 'Preview a look',
    description: 'A title on a built-in picture. A model draws the real one; the style is only hinted at.',
    answers: { 200: 'A JPEG of 600x315 pixels.' },
    media: 'image/jpeg',
  },
  'POST /session': {
    tag: 'Session',
    summary: 'Open a session',
    description: 'With it, GET works everywhere, and all else from pages of this API itself.',
    answers: { 204: 'The session is in a cookie, for a week.' },
    examples: { token: { token: 'one of API_TOKENS' } },
  },
  'DELETE /session': { tag: 'Session', summary: 'End the session', answers: { 204: 'The cookie is gone.' } },
  'GET /healthz': { tag: 'Operations', summary: 'Is the process alive?', answers: { 200: 'It is.' } },
  'GET /readyz': {
    tag: 'Operations',
    summary: 'Do store and queue answer?',
    answers: { 200: 'They do.' },
  },
  'GET /metrics': {
    tag: 'Operations',
    summary: 'Measurements, for Prometheus',
    answers: { 200: 'All of them, as text.' },
    media: 'text/plain',
  },
}
