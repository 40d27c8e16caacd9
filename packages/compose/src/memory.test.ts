import { expect, it } from 'vitest'
import { release } from './memory.ts'
import { original } from './pictures.testing.ts'

it('leaves a released buffer empty', async () => {
  const pixels = await original(120, 100, 100).raw().toBuffer()
  expect(pixels.length).toBe(30_000)
  release(pixels)
  expect(pixels.length).toBe(0)
})

it('leaves alone what is only a part of some memory, like the pool of small buffers', () => {
  const [one, other] = [Buffer.from('one'), Buffer.from('other')]
  release(one)
  expect(one.toString()).toBe('one')
  expect(other.toString()).toBe('other')
})
