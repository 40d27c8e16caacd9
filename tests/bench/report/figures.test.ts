import { expect, it } from 'vitest'
import type { Series } from '../run-workload.ts'
import type { Sample } from '../sample.ts'
import type { Case, Who } from '../workload.ts'
import { FIGURES } from './figures.ts'

const on: Omit<Case, 'who'> = { store: 's3', queue: 'redis', workers: 1, models: 'pinned' }

const series = (who: Who, ...samples: Partial<Sample>[]): Series => ({
  title: who,
  which: { ...on, who },
  samples: samples.map(sample => ({ leaves: 10, cpuMs: {}, memory: {}, ...sample })),
})

/** The cells of a contender, by the titles of their rows; the last of those that share one. */
const cells = (of: Series, ...others: Series[]) =>
  Object.fromEntries(FIGURES.map(figure => [figure.title, figure.of(of, [of, ...others])]))

it('shows the median round, and how far rounds lie apart', () => {
  const ours = series('ours', { wallMs: 3000 }, { wallMs: 1000 }, { wallMs: 1200 })
  expect(cells(ours)).toMatchObject({
    'wall-clock': '1.20 s (1.00 s to 3.00 s)',
    'leaves a second': '8.33 (3.33 to 10.0)',
  })
})

it('compares with the tutorial, and with the same case of the other checkout', () => {
  const ours = series('ours', { cpuMs: { api: 20, worker: 180 } })
  const tutorial = series('tutorial', { cpuMs: { process: 800 } })
  const other = series('other', { cpuMs: { api: 40, worker: 360 } })
  expect(cells(ours, tutorial, other)).toMatchObject({
    'CPU a leaf': '20.0 ms',
    "of the tutorial's": '0.25',
    "of the other checkout's": '0.50',
    'CPU a leaf by process': 'api 2.0, worker 18.0',
  })
  const onDisk = { ...other, which: { ...other.which, store: 'disk' as const } }
  expect(cells(ours, onDisk)["of the other checkout's"]).toBeUndefined()
})

it('tells apart what stands in for others, and says nothing of it where a leaf has no figure of its own', () => {
  const sample = { cpuMs: { process: 500 }, standInCpuMs: { emulator: 80, store: 160 } }
  expect(cells(series('tutorial', sample))).toMatchObject({
    'CPU a leaf': '50.0 ms',
    'CPU a leaf of stand-ins': 'emulator 8.0, store 16.0',
  })
  expect(cells(series('ours', { ...sample, cpuMs: {} }))['CPU a leaf of stand-ins']).toBeUndefined()
})

it('tells calls beyond one a leaf and lost leaves of all rounds', () => {
  const ours = series('ours', { calls: 11, lost: 0 }, { calls: 10, lost: 2 })
  expect(cells(ours)).toMatchObject({ 'calls beyond one a leaf': '1', 'leaves lost': '2' })
})

it('counts what the worker asked the store, not what onlookers made the API ask', () => {
  const asked = (GET: number) => ({ verbs: { GET, PUT: 30 }, bytesIn: 5e6, bytesOut: 0, hashed: 1e7 })
  const ours = series('ours', { store: { api: asked(170), worker: asked(10) }, gets: Array(100).fill(3) })
  expect(cells(ours)).toMatchObject({
    'store requests a leaf': '4.00',
    'store requests a leaf by verb': 'PUT 3.00, GET 1.00',
    'hashed for the store a leaf, MB': '1.00',
    'store requests of the API a GET': '2.00',
    'GET /batches/:id, p50 / p95 / p99': '3 / 3 / 3 ms',
  })
})
