import { readdirSync, readFileSync } from 'node:fs'
import { createEmulatorClient, startEmulator } from '@contactsheet/emulator'
import { get, post } from './support/http.ts'
import { startSystem } from './support/system.ts'

const [where = 'redis', count = '1000', pictures = 'large', speed = 'economy'] = process.argv.slice(2)
const emulator = await startEmulator({ seed: 1, latency: { minMs: 200, maxMs: 800 }, jobLatency: { minMs: 5_000, maxMs: 20_000 }, pictures: pictures as 'large', isMarked: false })
const client = createEmulatorClient(emulator.url)
const queueUrl = where === 'workflows' ? 'workflows' : where === 'redis' ? process.env.REDIS ?? 'redis://127.0.0.1:6399' : process.env.PG ?? ''
const system = await startSystem({ queueUrl, emulatorUrl: emulator.url, env: { ECONOMY_LOOK_SECONDS: '20', LEAF_WINDOW: '8' }, slots: 9 })
const peaks = new Map<string, number>()
const watch = setInterval(() => {
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name)))
    try {
      const cmd = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      const [, name] = /services\/(api|worker|workflow)\/src\/main/.exec(cmd) ?? []
      if (name === undefined) continue
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      const kb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0)
      const env = name === 'workflow' ? '' : ''
      peaks.set(name + env, Math.max(peaks.get(name + env) ?? 0, kb))
    } catch {}
}, 100)
const start = Date.now()
const prompts = Array.from({ length: Number(count) / 2 }, (_, i) => `A lantern of number ${i}`)
const request = { prompts, models: ['gpt-image-2', 'gemini-3-pro-image'], speed }
const dry = await (await fetch(system.url + '/batches?dryRun=true', { method: 'POST', body: JSON.stringify(request), headers: { 'content-type': 'application/json' } })).json() as any
const { id, estimateUsd } = await post(system, '/batches', request)
for (let last = ''; ; ) {
  const view: any = await get(system, `/batches/${id}`)
  const text = JSON.stringify(view.counts)
  if (text !== last) console.log(((Date.now() - start) / 1000).toFixed(1), text, JSON.stringify(view.economy ?? null))
  last = text
  if (['succeeded', 'partial', 'failed'].includes(view.state)) {
    console.log(view.state, JSON.stringify(view.cost), 'estimate', estimateUsd, dry.estimateUsd)
    break
  }
  await new Promise(r => setTimeout(r, 1000))
}
clearInterval(watch)
const report = await client.jobs()
const calls = await client.calls()
console.log(JSON.stringify(report.files))
console.log('jobs', report.jobs.length, report.jobs.map(job => `${job.provider} ${job.lines}`).join(', '))
console.log('calls', calls.calls, JSON.stringify(calls.endings), 'most for one request', Math.max(...calls.requests.map(r => r.calls)))
console.log('peaks MB', [...peaks].map(([n, kb]) => `${n} ${(kb / 1024).toFixed(0)}`).join(', '), 'wall', (Date.now() - start) / 1000)
if (process.env.KEEP) await new Promise(() => {})
await system.stop()
await emulator.close()
