import { setTimeout as sleep } from 'node:timers/promises'
import { KindError } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import {
  brought,
  errorOf,
  GOOGLE,
  OPENAI,
  pictureOf,
  portAt,
  resultsAt,
  serveRoutes,
} from './jobs.testing.ts'
import type { Room } from './provider.ts'
import { answer, KEY, PNG, type Reply } from './server.testing.ts'

const MB = 1e6

const lines =
  (...written: string[]): Reply =>
  response =>
    response.end(written.map(line => `${line}\n`).join(''))

function picture(bytes: Buffer, requestId: string) {
  return { bytes, contentType: 'image/png', simulated: false, requestId }
}

describe.each([OPENAI, GOOGLE])('the batch API of $title brings results', dialect => {
  const { model } = dialect

  it('in any order, some twice, and leaves out what is none of ours', async () => {
    const { url } = await brought(
      dialect,
      lines(
        dialect.line('leaf-2', PNG),
        '',
        'no JSON',
        '{"neither":1}',
        'null',
        dialect.line('stranger', PNG),
        dialect.line('leaf-1', pictureOf(100_000)),
        dialect.line('leaf-2', PNG),
      ),
    )
    const results = await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
    expect(results).toEqual([
      { id: 'leaf-2', picture: picture(PNG, 'req-leaf-2') },
      { id: 'leaf-1', picture: picture(pictureOf(100_000), 'req-leaf-1') },
      { id: 'leaf-2', picture: picture(PNG, 'req-leaf-2') },
    ])
  })

  it('of a job without any', async () => {
    const { url } = await serveRoutes({ [dialect.look]: answer(200, dialect.job('running')) })
    expect(await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))).toEqual([])
  })

  it('marked as simulated where the emulator answers', async () => {
    const { url } = await brought(dialect, response => {
      response.setHeader('x-contactsheet-simulated', '1')
      lines(dialect.line('leaf-1', PNG))(response)
    })
    const results = await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
    expect(results).toMatchObject([{ picture: { simulated: true } }])
  })

  it('with the last line unended, and lines that end as on Windows', async () => {
    const { url } = await brought(dialect, response =>
      response.end(`${dialect.line('leaf-1', PNG)}\r\n${dialect.line('leaf-2', PNG)}`),
    )
    const results = await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
    expect(results.map(({ id }) => id)).toEqual(['leaf-1', 'leaf-2'])
  })

  it.each([
    [400, 'invalid'],
    [429, 'rate_limited'],
    [500, 'unavailable'],
  ])('of which a request refused with HTTP %i fails as a call of its own does', async (status, kind) => {
    const { url } = await brought(
      dialect,
      lines(dialect.refused('leaf-1', status), dialect.line('leaf-2', PNG)),
    )
    const [refused, other] = await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
    const error = await errorOf(Promise.reject(Reflect.get(refused ?? {}, 'error')))
    expect(error).toMatchObject({
      kind,
      status,
      charge: undefined,
      detail: expect.stringContaining('no, [redacted]'),
    })
    expect(error.message).toContain(model.id)
    expect(other).toMatchObject({ id: 'leaf-2', picture: { bytes: PNG } })
  })

  it('of which one without a picture is charged at half the price', async () => {
    const { url } = await brought(dialect, lines(dialect.line('leaf-1', Buffer.from('no picture'))))
    const results = await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
    expect(results).toMatchObject([
      { error: { kind: 'bad_image', charge: { picture: false, usd: 0.02, speed: 'economy' } } },
    ])
  })

  it('of which a line that is too large fails alone', async () => {
    const { url } = await brought(
      dialect,
      lines(
        dialect.line('leaf-1', PNG),
        dialect.line('leaf-2', pictureOf(40 * MB)),
        dialect.line('leaf-3', PNG),
      ),
    )
    const results = await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
    expect(results).toMatchObject([
      { id: 'leaf-1', picture: { bytes: PNG } },
      { id: 'leaf-2', error: { kind: 'bad_image', message: expect.stringContaining('53.') } },
      { id: 'leaf-3', picture: { bytes: PNG } },
    ])
  })

  it('until the file is cut off: what came before has been given out', async () => {
    const { url } = await brought(dialect, response => {
      response.writeHead(200, { 'content-length': 1_000_000 })
      response.write(`${dialect.line('leaf-1', PNG)}\n${dialect.line('leaf-2', PNG).slice(0, -20)}`, () =>
        response.destroy(),
      )
    })
    const ids: string[] = []
    const read = async () => {
      for await (const { id } of resultsAt(dialect, await portAt(dialect, url))) ids.push(id)
    }
    expect(await errorOf(read())).toMatchObject({ kind: 'unavailable', charge: undefined })
    expect(ids).toEqual(['leaf-1'])
  })

  it('not while the file cannot be had', async () => {
    const { url } = await brought(dialect, answer(503, { error: { message: `busy, ${KEY}` } }))
    const read = Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
    expect(await errorOf(read)).toMatchObject({ kind: 'unavailable', status: 503 })
  })

  it('as slowly as they come, and as they are taken', async () => {
    const { url } = await brought(dialect, async response => {
      for (const piece of dialect.line('leaf-1', PNG).match(/.{1,40}/g) ?? []) {
        response.write(piece)
        await sleep(150)
      }
      response.end(`\n${dialect.line('leaf-2', PNG)}\n`)
    })
    const ids: string[] = []
    for await (const { id } of resultsAt(dialect, await portAt(dialect, url, 500))) {
      ids.push(id)
      await sleep(800)
    }
    expect(ids).toEqual(['leaf-1', 'leaf-2'])
  })

  it('until nothing more comes', async () => {
    const { url } = await brought(dialect, response => response.write(`${dialect.line('leaf-1', PNG)}\n{`))
    const read = Array.fromAsync(resultsAt(dialect, await portAt(dialect, url, 300)))
    expect(await errorOf(read)).toMatchObject({ kind: 'timeout' })
  })

  it('until who takes them stops, whose reason is thrown, or who does not go on', async () => {
    const { url } = await brought(dialect, response => response.write(`${dialect.line('leaf-1', PNG)}\n{`))
    const port = await portAt(dialect, url)
    for await (const { id } of resultsAt(dialect, port)) {
      expect(id).toBe('leaf-1')
      break
    }
    const stop = new AbortController()
    const reason = new KindError('canceled', 'stopping')
    const read = async () => {
      for await (const _ of resultsAt(dialect, port, undefined, stop.signal)) stop.abort(reason)
    }
    await expect(read()).rejects.toBe(reason)
  })

  it('with room asked for before each is in hand', async () => {
    const { url } = await brought(
      dialect,
      lines(dialect.line('leaf-1', pictureOf(6 * MB)), dialect.line('leaf-2', PNG)),
    )
    const asked: number[] = []
    const room: Room = {
      reserve: async bytes => {
        asked.push(bytes)
      },
    }
    await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url), room))
    expect(asked).toEqual([
      expect.closeTo(4.2 * MB, -5),
      expect.closeTo(8.4 * MB, -6),
      expect.closeTo(4.2 * MB, -5),
    ])
  })
})
