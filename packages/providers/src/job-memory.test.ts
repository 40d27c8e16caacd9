import { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { brought, GOOGLE, OPENAI, pictureOf, portAt, resultsAt } from './jobs.testing.ts'
import { PNG } from './server.testing.ts'

const MB = 1e6

it.each([OPENAI, GOOGLE])('180 MB of results of $title take the memory of a few pictures', async dialect => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const inHand = () => {
    collect()
    return process.memoryUsage().arrayBuffers
  }
  const [before = '', after = ''] = dialect.line('leaf-#', PNG).split(PNG.toString('base64'))
  const base64 = Buffer.from(pictureOf(3 * MB).toString('base64'))
  function* output() {
    for (let number = 0; number < 60; number++) {
      yield Buffer.from(before.replaceAll('leaf-#', `leaf-${number}`))
      yield base64
      yield Buffer.from(`${after.replaceAll('leaf-#', `leaf-${number}`)}\n`)
    }
  }
  const { url } = await brought(dialect, response => Readable.from(output()).pipe(response))
  const port = await portAt(dialect, url)
  const held: number[] = []
  for await (const result of resultsAt(dialect, port)) {
    expect(result).toMatchObject({ id: `leaf-${held.length}`, picture: { contentType: 'image/png' } })
    held.push(inHand())
  }
  expect(held).toHaveLength(60)
  expect(Math.max(...held) - Math.min(...held)).toBeLessThan(30 * MB)
})
