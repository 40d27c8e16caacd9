/**
 * What a picture costs: our compose beside the floor (decode, resize, encode and nothing else) and beside the obvious
 * way (resize to PNG, composite a full-frame SVG, encode as JPEG). One at a time, in an order shuffled each round, so
 * that the machine's moods, and what each leaves behind, hit all alike. Run: npm run bench -- compose
 */
import { compose, IMAGE_HEIGHT, IMAGE_WIDTH } from '@contactsheet/compose'
import sharp from '@contactsheet/compose/sharp'
import { TEMPLATE_NAMES } from '@contactsheet/contract'
import { printTable } from './table.ts'

const ROUNDS = 40
const WARM_UP = 6
const PROMPT = 'Why fan-out beats sequential generation'

interface Contender {
  name: string
  picture: (original: Buffer, round: number) => Promise<Buffer>
}

interface Result {
  original: 'jpeg' | 'png'
  name: string
  imagesPerSecond: number
  /** Milliseconds of CPU, all threads, of one picture. */
  cpuMs: { p50: number; p95: number }
  /** Milliseconds from call to bytes. */
  wallMs: { p50: number; p95: number }
  /** Median CPU against the floor's. */
  toFloor: number
  /** Pictures in the time that the obvious way takes for one, by the median. */
  toObvious: number
}

const CONTENDERS: readonly Contender[] = [
  { name: 'floor: decode, resize, encode', picture: floor },
  ...TEMPLATE_NAMES.map(template => ({
    name: `compose ${template}, a new title each`,
    picture: (original: Buffer, round: number) =>
      compose(original, { title: `${PROMPT} ${round}`, template, font: 'inter' }),
  })),
  ...TEMPLATE_NAMES.map(template => ({
    name: `compose ${template}, a title of before`,
    picture: (original: Buffer) => compose(original, { title: PROMPT, template, font: 'inter' }),
  })),
  { name: 'obvious way: PNG, full-frame SVG, JPEG', picture: viaPngAndSvg },
]

/** Measures every contender on a JPEG and on a PNG original of 1536x1024. */
export async function benchCompose(): Promise<void> {
  const photo = photograph(1536, 1024)
  const originals = [
    ['jpeg', await photo.clone().jpeg({ quality: 92 }).toBuffer()],
    ['png', await photo.clone().png().toBuffer()],
  ] as const
  const results: Result[] = []
  for (const [original, bytes] of originals) results.push(...(await measure(original, bytes, ROUNDS)))
  printTable(
    'One picture of 1536x1024 to a titled JPEG of 1200x630',
    ['', 'images/s', 'CPU p50', 'CPU p95', 'wall p50', 'wall p95', 'CPU x floor', 'speed x obvious'],
    results.map(({ original, name, imagesPerSecond, cpuMs, wallMs, toFloor, toObvious }) => [
      `${original}: ${name}`,
      imagesPerSecond.toFixed(0),
      ...[cpuMs.p50, cpuMs.p95, wallMs.p50, wallMs.p95].map(ms => `${ms.toFixed(1)} ms`),
      toFloor.toFixed(2),
      toObvious.toFixed(1),
    ]),
  )
}

async function measure(original: 'jpeg' | 'png', bytes: Buffer, rounds: number): Promise<Result[]> {
  const samples = CONTENDERS.map(() => ({ cpu: [] as number[], wall: [] as number[] }))
  for (let round = -WARM_UP; round < rounds; round++)
    for (const index of shuffled(CONTENDERS.length)) {
      const picture = CONTENDERS[index]?.picture ?? floor
      const cpu = process.cpuUsage()
      const start = performance.now()
      await picture(bytes, round)
      const wall = performance.now() - start
      const { user, system } = process.cpuUsage(cpu)
      if (round < 0) continue
      samples[index]?.cpu.push((user + system) / 1000)
      samples[index]?.wall.push(wall)
    }
  const floorCpu = percentile(samples[0]?.cpu ?? [], 0.5)
  const obviousWall = percentile(samples.at(-1)?.wall ?? [], 0.5)
  return CONTENDERS.map(({ name }, index) => {
    const { cpu, wall } = samples[index] ?? { cpu: [], wall: [] }
    return {
      original,
      name,
      imagesPerSecond: (wall.length * 1000) / wall.reduce((sum, value) => sum + value, 0),
      cpuMs: { p50: percentile(cpu, 0.5), p95: percentile(cpu, 0.95) },
      wallMs: { p50: percentile(wall, 0.5), p95: percentile(wall, 0.95) },
      toFloor: percentile(cpu, 0.5) / floorCpu,
      toObvious: obviousWall / percentile(wall, 0.5),
    }
  })
}

function floor(original: Buffer): Promise<Buffer> {
  return sharp(original).resize(IMAGE_WIDTH, IMAGE_HEIGHT).jpeg({ quality: 85 }).toBuffer()
}

async function viaPngAndSvg(original: Buffer, round: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${IMAGE_WIDTH}" height="${IMAGE_HEIGHT}">
    <rect y="472" width="1200" height="158" fill="#0d0f14" fill-opacity="0.94"/>
    <text x="90" y="570" font-family="Inter" font-weight="bold" font-size="50" fill="#fff">${PROMPT} ${round}</text>
  </svg>`
  const png = await sharp(original).resize(IMAGE_WIDTH, IMAGE_HEIGHT).png().toBuffer()
  return sharp(png)
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality: 85 })
    .toBuffer()
}

/** Something with a photograph's mixture of soft light and fine grain; always the same. */
function photograph(width: number, height: number) {
  const data = Buffer.alloc(width * height * 3)
  const random = lcg(42)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++, at++) {
        const light = 120 + 60 * Math.sin(x / 190 + channel) + 50 * Math.cos(y / 130 + x / 310)
        data[at] = Math.max(0, Math.min(255, light + 16 * random()))
      }
  return sharp(data, { raw: { width, height, channels: 3 } })
}

const order = lcg(7)

/** The numbers below `length` in a seeded random order, another one at each call. */
function shuffled(length: number): number[] {
  return Array.from({ length }, (_, index) => ({ index, key: order() }))
    .sort((a, b) => a.key - b.key)
    .map(({ index }) => index)
}

/** A seeded source of numbers from 0 to 1. */
function lcg(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
