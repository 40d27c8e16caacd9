import { readFile } from 'node:fs/promises'
import sharp from '@contactsheet/compose/sharp'
import { type Batch, batchSchema, estimateSchema } from '@contactsheet/contract'
import { createEmulatorClient } from '@contactsheet/emulator'
import { afterEach, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { describeOn, QUEUES, type QueueServer } from '../support/servers.ts'
import { type System, startSystem } from '../support/system.ts'

/** Under Render Workflows each leaf is a process, which takes its time. */
const systems: QueueServer[] = [...QUEUES.slice(0, 1), { name: 'Render Workflows', url: 'workflows' }]

const ROWS = 200
const SAMPLE = 4
const COLUMNS = ['prompt', 'Title', 'language', 'Product', 'place']

const rows = Array.from({ length: ROWS }, (_, index) => [
  `A {{product}} in {{place}}, number ${index}`,
  'The {{product}}: "new", and\ngood',
  'de',
  `kettle ${index}`,
  'snow',
])

const cells = (row: readonly string[]) => row.map(cell => `"${cell.replaceAll('"', '""')}"`)
const csv = [COLUMNS, ...rows.map(cells)].map(row => `${row.join(',')}\n`).join('')
/** The same as Excel saves it where the comma is for decimals. */
const excel = `\uFEFF${[COLUMNS, ...rows.map(cells)].map(row => `${row.join(';')}\r\n`).join('')};;;;\r\n`

const rest = new URLSearchParams({
  models: JSON.stringify([
    'gpt-image-2',
    { id: 'gpt-image-2', quality: 'high' },
    'gemini-3-pro-image',
    { id: 'gemini-3-pro-image', imageSize: '2K' },
  ]),
  variations: '2',
  context: 'for a shop of {{product}}s',
})

let running: System | undefined
afterEach(() => running?.stop())

async function upload(background: string): Promise<unknown> {
  const picture = await sharp({ create: { width: 30, height: 20, channels: 3, background } })
    .png()
    .toBuffer()
  const response = await fetch(`${running?.url}/references`, {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: new Uint8Array(picture),
  })
  return response.json()
}

async function post(table: string, query: string, request = String(rest)): Promise<unknown> {
  const response = await fetch(`${running?.url}/batches?${request}&${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: table,
  })
  expect(response.ok, await response.clone().text()).toBe(true)
  return response.json()
}

/** What a batch is handed out as, but for what is its own: its id, and how long its leaves took. */
async function exported(id: string) {
  const take = async (path: string) => {
    const response = await fetch(`${running?.url}/batches/${id}/${path}`)
    expect(response.ok, path).toBe(true)
    return Buffer.from(await response.arrayBuffer())
  }
  const [csv, json, archive, sheet] = await Promise.all(
    ['results.csv', 'results.jsonl', 'archive.zip', 'sheet.jpg'].map(take),
  )
  const { width, height } = await sharp(sheet).metadata()
  const plain = (text = '') =>
    text.replaceAll(id, 'ID').replaceAll(/"durationMs":\d+|,\d+,(?=\d{4}-[^,\n]+\.jpg,)/g, 'MS')
  return {
    csv: plain(csv?.toString()),
    json: plain(json?.toString()),
    // Names stand in an archive as they are.
    archive: new Set(archive?.toString('latin1').match(/\d{4}-[\w.-]+?--[\w.-]+?\.jpg/g)),
    sheet: { width, height },
  }
}

async function stored(id: string): Promise<Omit<Batch, 'id' | 'createdAt'>> {
  const text = await readFile(`${running?.dataDir}/thumbnails/batches/${id}/batch.json`, 'utf8')
  const { id: _, createdAt: __, ...batch } = batchSchema.parse(JSON.parse(text))
  return batch
}

describeOn(
  systems,
  'a table of 200 rows on $name',
  queueUrl => {
    it('is estimated, made and handed out with its results; as Excel saves it, it is the same batch', async () => {
      running = await startSystem({ queueUrl })
      const estimate = estimateSchema.parse(await post(csv, 'dryRun=true'))
      expect(estimate.images).toBe(ROWS * 4 * 2)
      const [{ id }, other] = (await Promise.all(
        [csv, excel].map(table => post(table, `sample=${SAMPLE}`)),
      )) as [{ id: string }, { id: string }]
      expect(await stored(other.id)).toEqual(await stored(id))

      const view = await untilSettled(running, id)
      await untilSettled(running, other.id)
      const handedOut = await exported(id)
      expect(await exported(other.id)).toEqual(handedOut)
      expect(handedOut.archive.size).toBe(SAMPLE)
      expect(handedOut.csv.trim().split('\r\n')).toHaveLength(1 + SAMPLE)
      expect(view.counts).toMatchObject({ total: SAMPLE, succeeded: SAMPLE })
      const { calls, requests } = await createEmulatorClient(running.emulatorUrl).calls()
      expect(calls).toBe(2 * SAMPLE)
      for (const { prompt } of requests)
        expect(prompt).toMatch(/^A kettle (\d+) in snow, number \1\n.*\nContext: for a shop of kettle \1s\n/s)

      const results = await (await fetch(`${running.url}/batches/${id}/results.jsonl`)).text()
      const lines = results
        .split('\n')
        .slice(0, -1)
        .map(line => JSON.parse(line))
      expect(lines).toHaveLength(SAMPLE)
      for (const line of lines) {
        expect(line).toMatchObject({ state: 'succeeded', language: 'de', variables: { place: 'snow' } })
        expect(line.title).toBe(`The ${line.variables.Product}: "new", and\ngood`)
        expect(line.sentPrompt).toContain(line.prompt)
      }
      const table = await (await fetch(`${running.url}/batches/${id}/results.csv?state=succeeded`)).text()
      expect(table).toContain('Product')
    })

    it('gives models the pictures that its rows name', async () => {
      running = await startSystem({ queueUrl })
      const uploads = await Promise.all(['#c00', '#00c'].map(upload))
      const [{ id: one }, { id: other }] = uploads as [{ id: string }, { id: string }]
      const rows = [`a,${one} ${other}`, `b,"${other}\n"`, 'c,']
      const { id } = (await post(
        `prompt,references\n${rows.join('\n')}`,
        'models=gemini-3-pro-image',
        '',
      )) as { id: string }
      expect((await untilSettled(running, id)).counts).toMatchObject({ total: 3, succeeded: 3 })
      const { requests } = await createEmulatorClient(running.emulatorUrl).calls()
      const given = requests.map(({ prompt, references = [] }) => [prompt.split('\n')[0], ...references])
      expect(given.toSorted()).toEqual([['a', one, other], ['b', other], ['c']])
    })
  },
  { timeout: 120_000 },
)
