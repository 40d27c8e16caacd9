import { compose } from '@contactsheet/compose'
import { TEMPLATES } from '@contactsheet/contract'
import { startEmulator } from '@contactsheet/emulator'
import { floor } from '../floor.ts'
import { median } from '../measure/statistics.ts'

const ROUNDS = 15
const WARM_UP = 3

/**
 * What our picture and the small one beside it, a new title each time, take of the processor against decode, resize and
 * encode of the same by sharp alone, in turns. The original is a PNG of 3.3 MB.
 */
export async function composeOverBare(): Promise<number> {
  const original = await largeOriginal()
  const template = TEMPLATES['bottom-bar']
  const contenders = {
    bare: () => floor(original),
    ours: (round: number) =>
      compose(original, { title: `Wait for nobody ${round}`, template, font: 'inter' }),
  }
  const cpu = { bare: [] as number[], ours: [] as number[] }
  for (let round = -WARM_UP; round < ROUNDS; round++)
    for (const name of ['bare', 'ours'] as const) {
      const before = process.cpuUsage()
      await contenders[name](round)
      const { user, system } = process.cpuUsage(before)
      if (round >= 0) cpu[name].push(user + system)
    }
  return median(cpu.ours) / median(cpu.bare)
}

async function largeOriginal(): Promise<Buffer> {
  const emulator = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 0 }, pictures: 'large' })
  try {
    const response = await fetch(`${emulator.openAiBaseUrl}/images/generations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer none' },
      body: JSON.stringify({ model: 'gpt-image-2', prompt: 'A quiet harbour', size: '1536x1024' }),
    })
    const { data } = (await response.json()) as { data: { b64_json: string }[] }
    return Buffer.from(data[0]?.b64_json ?? '', 'base64')
  } finally {
    await emulator.close()
  }
}
