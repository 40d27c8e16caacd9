import sharp from '@contactsheet/compose/sharp'
import { type LeafRecord, leavesOf, type Result } from '@contactsheet/contract'
import { batchFolder, OPEN, openKey, recordKey } from '@contactsheet/storage'
import { expect, type TestContext } from 'vitest'
import { callsOf, type Scene, until } from './scene.ts'

/** What a case expects of a batch that met a fault. */
export interface Expected {
  /** The row of the table. */
  fault: string
  /** When the fault came, or the outage ended, in milliseconds since the epoch. */
  since: number
  /** How often a provider may have been asked for a leaf; exactly once if not said. */
  calls?: (leafId: string) => readonly number[]
  /** Leaves that fail; none if not said. */
  fails?: (leafId: string) => boolean
}

/**
 * What every case ends with: the batch has settled, its counts add up, every image is there and can be read, nothing is in
 * the store twice, and nobody asked a provider more often than the case says.
 */
export async function expectSettled(
  { task }: Pick<TestContext, 'task'>,
  scene: Scene,
  batchId: string,
  { fault, since, calls: allowed = () => [1], fails = () => false }: Expected,
): Promise<Result> {
  const { store, objects } = scene
  const result = await until(() => store.result(batchId))
  const seconds = (Date.now() - since) / 1_000
  await until(async () => !(await store.isOpen(batchId)))

  const leaves = [...leavesOf(result.batch)].map(leaf => leaf.id)
  expect(result.records.map(record => [record.leafId, record.state])).toEqual(
    leaves.map(leafId => [leafId, fails(leafId) ? 'failed' : 'succeeded']),
  )
  const { total, queued, running, succeeded, failed, canceled } = result.counts
  expect(total).toBe(leaves.length)
  expect(queued + running + succeeded + failed + canceled).toBe(total)
  expect({ succeeded, failed }).toEqual({
    succeeded: leaves.filter(leafId => !fails(leafId)).length,
    failed: leaves.filter(fails).length,
  })
  expect(await store.records(result.batch)).toEqual(result.records)
  await expectImages(scene, batchId, result.records)
  expect(await Array.fromAsync(objects.list(OPEN))).not.toContain(openKey(batchId))

  const calls = await callsOf(scene, batchId)
  const excess = [...calls].filter(([leafId, { calls }]) => !allowed(leafId).includes(calls))
  expect(excess.map(([leafId, { calls }]) => `${leafId}: ${calls} calls`)).toEqual([])
  task.meta.faults = [
    ...(task.meta.faults ?? []),
    {
      fault,
      leaves: leaves.length,
      calls: [...calls.values()].reduce((sum, { calls }) => sum + calls, 0),
      twice: [...calls.values()].filter(({ charged }) => charged > 1).length,
      seconds,
    },
  ]
  return result
}

/** Every succeeded leaf has one record, one original and one image that decodes to its last line. */
async function expectImages({ objects }: Scene, batchId: string, records: LeafRecord[]): Promise<void> {
  const succeeded = records.filter(record => record.state === 'succeeded')
  const folder = batchFolder(batchId)
  const keys = await Array.fromAsync(objects.list(folder))
  const named = (name: string) => keys.filter(key => key.startsWith(folder + name))
  expect(named('images/')).toEqual(succeeded.map(record => record.image?.key).toSorted())
  expect(named('originals/')).toEqual(succeeded.map(record => record.original?.key).toSorted())
  expect(named('leaves/')).toEqual(
    records.map(({ leafId, state, tag }) => recordKey(batchId, leafId, state, tag)),
  )
  for (const { image } of succeeded) {
    const bytes = await objects.get(image?.key ?? '')
    const { info } = await sharp(bytes, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 1200, height: 630 })
  }
}
