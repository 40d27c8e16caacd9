import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { Entries } from './entries.ts'
import { zip } from './zip.ts'

const entry = (number: number) => ({
  key: `batches/a/images/${number}.jpg`,
  name: `${number}.jpg`,
  modifiedAt: Date.UTC(2026, 0, 1) + number,
  size: number,
})

test('entries come in the order in which they were added, however many at a time, as often as they are asked for', () => {
  const entries = new Entries()
  const added = [[entry(1)], [], Array.from({ length: 600 }, (_, number) => entry(number)), [entry(2)]]
  for (const some of added) entries.add(some)
  expect([...entries]).toEqual(added.flat())
  expect([...entries]).toEqual(added.flat())
  expect(entries.count).toBe(602)
})

test('entries know the length of their archive', async () => {
  const entries = new Entries()
  for (const number of [3, 70_000]) entries.add([entry(number)])
  const files = Readable.from(entries).map(({ name, size }) => ({
    name,
    lastModified: new Date(),
    input: Buffer.alloc(size),
  }))
  expect((await buffer(zip(files))).length).toBe(entries.zipBytes)
})
