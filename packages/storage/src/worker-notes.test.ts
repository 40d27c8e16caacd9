import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'
import { type WorkerNote, WorkerNotes } from './worker-notes.ts'

const noteFor = (msFromNow: number, providers = ['openai']): WorkerNote => ({
  id: randomUUID(),
  providers,
  until: Date.now() + msFromNow,
})

describe.each(STORE_KINDS)('what workers make known of themselves in a store of kind $kind', ({ open }) => {
  let opened: TestStore
  let notes: WorkerNotes

  beforeEach(async () => {
    opened = await open()
    notes = new WorkerNotes(opened.objects)
  })
  afterEach(() => opened.remove())

  it('is heard while it holds, of every worker, until it is taken back', async () => {
    expect(await notes.live()).toEqual([])
    const [here, gone, other] = [noteFor(60_000), noteFor(-1), noteFor(60_000, [])]
    for (const note of [here, gone, other]) await notes.write(note)
    expect((await notes.live()).map(({ id }) => id).toSorted()).toEqual([here.id, other.id].toSorted())
    await notes.delete(here.id)
    expect(await notes.live()).toMatchObject([other])
  })

  it('is heard of the others where one is damaged', async () => {
    const note = noteFor(60_000)
    await notes.write(note)
    await opened.objects.put(`workers/${randomUUID()}.json`, Buffer.from('damaged'), {
      contentType: 'application/json',
    })
    expect(await notes.live()).toMatchObject([note])
  })

  it('is forgotten of workers that died long ago, and of no other', async () => {
    for (const ms of [60_000, -1, -3_700_000]) await notes.write(noteFor(ms))
    await notes.forgetDead()
    expect(await Array.fromAsync(opened.objects.list('workers/'))).toHaveLength(2)
  })
})
