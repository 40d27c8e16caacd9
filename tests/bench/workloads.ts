import type { Case, Workload } from './workload.ts'

const on = (who: Case['who'], rest: Partial<Case> = {}): Case => ({
  who,
  store: 'disk',
  queue: 'redis',
  workers: 1,
  models: 'pinned',
  ...rest,
})

const s3 = { store: 's3' } as const
const catalog = { models: 'catalog' } as const
const two = { models: 'catalog, two' } as const
// As long a warm-up as a round: in a shorter one heaps are still growing.
const quick = { latencyMs: [400, 2500], leaves: 150, rounds: 3, warmUp: 150 } as const
const zero = { latencyMs: [0, 0], pictures: 'flat', rounds: 2, warmUp: 60 } as const

const BESIDE_THE_TUTORIAL = [
  on('tutorial', s3),
  on('ours', s3),
  on('ours'),
  on('ours', { ...s3, ...catalog }),
  on('at once', s3),
]

/** Every workload. The order is that of the report. */
export const WORKLOADS: readonly Workload[] = [
  {
    ...quick,
    name: 'png',
    title: '150 leaves, PNG originals of 3.3 MB, provider 0.4 to 2.5 s',
    pictures: 'large',
    cases: BESIDE_THE_TUTORIAL,
  },
  {
    ...quick,
    name: 'png-zero',
    title: '150 leaves, PNG originals of 3.3 MB, provider without latency',
    pictures: 'large',
    latencyMs: [0, 0],
    cases: BESIDE_THE_TUTORIAL,
  },
  {
    ...quick,
    name: 'jpeg',
    title: '150 leaves, JPEG originals of 0.3 MB, provider 0.4 to 2.5 s',
    pictures: 'flat',
    // A tenth of a second counts here.
    rounds: 7,
    cases: BESIDE_THE_TUTORIAL,
  },
  {
    ...zero,
    name: 'zero',
    title: '150 leaves, JPEG originals of 0.3 MB, provider without latency',
    leaves: 150,
    rounds: 3,
    cases: [on('tutorial', s3), on('ours', s3), on('ours'), on('at once'), on('serial'), on('empty flow')],
  },
  {
    ...zero,
    name: 'thousand',
    title: '1,000 leaves, JPEG originals, provider without latency: queues',
    leaves: 1_000,
    cases: [on('ours', two), on('ours', { ...two, queue: 'postgres' }), on('empty flow', two)],
  },
  {
    ...zero,
    name: 'workers',
    title: '1,000 leaves, JPEG originals, provider without latency: 1, 2 and 4 workers on this machine',
    leaves: 1_000,
    rounds: 1,
    cases: [1, 2, 4].map(workers => on('ours', { ...two, workers })),
  },
  {
    ...zero,
    name: 'ten-thousand',
    title:
      '10,000 leaves, JPEG originals, provider without latency; a batch of one leaf is posted each second',
    leaves: 10_000,
    rounds: 1,
    guests: true,
    cases: [on('ours', two), on('ours', { ...two, workers: 2 }), on('empty flow', two)],
  },
  {
    ...zero,
    name: 'behind',
    title: '10 leaves behind a batch of 10,000, JPEG originals, provider without latency',
    leaves: 10,
    behind: { leaves: 10_000 },
    cases: [on('ours', two)],
  },
  {
    ...quick,
    name: 'turns-large',
    title: '10 leaves of one token behind 3,000 of another in one batch, provider 0.4 to 2.5 s',
    pictures: 'flat',
    leaves: 10,
    behind: { leaves: 3_000, ofOther: true },
    warmUp: 10,
    cases: [on('ours', two)],
  },
  {
    ...quick,
    name: 'turns-many',
    title: '10 leaves of one token behind 3,000 of another in 300 batches, provider 0.4 to 2.5 s',
    pictures: 'flat',
    leaves: 10,
    behind: { batches: 300, leaves: 10, ofOther: true },
    warmUp: 10,
    cases: [on('ours', two)],
  },
  {
    ...quick,
    name: 'turns-alone',
    title: '10 leaves with nobody before them, provider 0.4 to 2.5 s',
    pictures: 'flat',
    leaves: 10,
    warmUp: 10,
    cases: [on('ours', two)],
  },
  {
    ...zero,
    name: '2k',
    title: '30 leaves, PNG originals of 7 MB (Gemini 2K), provider without latency',
    pictures: 'large',
    leaves: 30,
    warmUp: 9,
    cases: [on('tutorial', { ...s3, models: '2K' }), on('ours', { ...s3, models: '2K' })],
  },
  {
    ...zero,
    name: '4k',
    title: '30 leaves, PNG originals of 18 MB (Gemini 4K), provider without latency',
    pictures: 'large',
    leaves: 30,
    warmUp: 9,
    // The S3 server takes no body of more than 11 MiB.
    cases: [on('tutorial', { ...s3, models: '4K' }), on('ours', { models: '4K' })],
  },
  {
    name: 'slow-provider',
    title: '150 leaves, PNG originals of 3.3 MB, provider 4 to 25 s',
    pictures: 'large',
    latencyMs: [4_000, 25_000],
    leaves: 150,
    rounds: 2,
    warmUp: 30,
    long: true,
    cases: [on('tutorial', s3), on('ours', s3), on('ours', { ...s3, ...catalog })],
  },
  {
    ...zero,
    name: 'hundred-thousand',
    title:
      '100,000 leaves, JPEG originals, provider without latency; a batch of one leaf is posted each second',
    leaves: 100_000,
    rounds: 1,
    guests: true,
    long: true,
    cases: [on('ours', { models: 'ten small' })],
  },
  {
    name: 'open',
    title: '1,000 open batches of 10 leaves, provider 300 s: what a call costs meanwhile',
    pictures: 'flat',
    latencyMs: [300_000, 300_000],
    leaves: 10,
    rounds: 1,
    warmUp: 0,
    open: 1_000,
    long: true,
    cases: [on('ours', two)],
  },
]
