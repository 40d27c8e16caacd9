/**
 * What a picture costs: our compose beside the floor (decode, resize, encode and nothing else) and beside the obvious
 * way (resize to PNG, composite a full-frame SVG, encode as JPEG). One at a time, in an order shuffled each round, so
 * that the machine's moods, and what each leaves behind, hit all alike. Run: npm run bench -- compose
 */
import { compose, IMAGE_HEIGHT, IMAGE_WIDTH } from '@contactsheet/compose'
import sharp from '@contactsheet/compose/sharp'
import { TEMPLATE_NAMES, TEMPLATES, type TemplateSpec } from '@contactsheet/contract'
import { overlayFor } from '../../packages/compose/src/overlays.ts'
import { decode, encode } from '../../packages/compose/src/picture.ts'
import { printTable } from './table.ts'

const ROUNDS = 25
const WARM_UP = 5
const PROMPT = 'Why fan-out beats sequential generation'
/** What providers were asked for, and the size nearest to the image, which is asked for where a model can. */
const SIZES = [
  { width: 1536, height: 1024 },
  { width: 1216, height: 640 },
]

/** Something to be measured; the round gives it a title of its own. */
interface Contender {
  name: string
  run: (round: number) => unknown
}

/** Milliseconds of each call, one a round. */
interface Samples {
  name: string
  /** CPU of all threads. The garbage collector's shows in the mean more than in the median. */
  cpu: number[]
  /** From call to bytes. */
  wall: number[]
}

/** Measures every contender on a JPEG and a PNG original of each size, then each stage of a picture alone. */
export async function benchCompose(): Promise<void> {
  const stages: string[][] = []
  for (const { width, height } of SIZES) {
    const photo = photograph(width, height)
    const originals = {
      JPEG: await photo.clone().jpeg({ quality: 92 }).toBuffer(),
      PNG: await photo.clone().png().toBuffer(),
    }
    for (const [format, original] of Object.entries(originals)) {
      const name = `${format} of ${width}x${height}`
      printPictures(name, original, await measure(contenders(original)))
      stages.push([name, ...cpuCells(await measure(pictureStages(original)))])
    }
  }
  const header = ['CPU p50 and mean', 'decode', 'decode, crop, resize', 'encode']
  printTable('The stages of one picture without its title', header, stages)
  await printTitles()
}

function contenders(original: Buffer): Contender[] {
  return [
    { name: 'floor: decode, resize, encode', run: () => floor(original) },
    ...TEMPLATE_NAMES.map(name => ({
      name: `compose ${name}, a new title each`,
      run: (round: number) =>
        compose(original, { title: `${PROMPT} ${round}`, template: TEMPLATES[name], font: 'inter' }),
    })),
    ...TEMPLATE_NAMES.map(name => ({
      name: `compose ${name}, a title of before`,
      run: () => compose(original, { title: PROMPT, template: TEMPLATES[name], font: 'inter' }),
    })),
    { name: 'obvious way: PNG, full-frame SVG, JPEG', run: round => viaPngAndSvg(original, round) },
  ]
}

function pictureStages(original: Buffer): Contender[] {
  const picture = decode(original, IMAGE_WIDTH, IMAGE_HEIGHT)
  return [
    { name: 'decode', run: () => sharp(original).raw().toBuffer() },
    { name: 'decode, crop, resize', run: () => decode(original, IMAGE_WIDTH, IMAGE_HEIGHT) },
    { name: 'encode', run: async () => encode(await picture, 85) },
  ]
}

function titleStages(template: TemplateSpec, canvas: Awaited<ReturnType<typeof decode>>): Contender[] {
  const overlay = (title: string) => overlayFor({ title, template, font: 'inter' }, canvas)
  return [
    { name: 'draw', run: round => overlay(`${PROMPT}, said again ${round}`) },
    { name: 'blend', run: async () => (await overlay(PROMPT))?.blendInto(canvas) },
  ]
}

async function printTitles(): Promise<void> {
  const photo = await photograph(IMAGE_WIDTH, IMAGE_HEIGHT).png().toBuffer()
  const canvas = await decode(photo, IMAGE_WIDTH, IMAGE_HEIGHT)
  const rows: string[][] = []
  for (const name of TEMPLATE_NAMES)
    rows.push([name, ...cpuCells(await measure(titleStages(TEMPLATES[name], canvas)))])
  printTable('The stages of its title', ['CPU p50 and mean', 'draw a new title', 'blend'], rows)
}

function printPictures(original: string, { length }: Buffer, samples: readonly Samples[]): void {
  const floorCpu = percentile(samples[0]?.cpu ?? [], 0.5)
  const obviousWall = percentile(samples.at(-1)?.wall ?? [], 0.5)
  printTable(
    `One ${original}, ${(length / 1e6).toFixed(1)} MB, to a titled JPEG of ${IMAGE_WIDTH}x${IMAGE_HEIGHT}`,
    ['', 'images/s', 'CPU p50', 'CPU p95', 'CPU mean', 'wall p50', 'CPU p50 x floor', 'speed x obvious'],
    samples.map(({ name, cpu, wall }) => [
      name,
      (1000 / mean(wall)).toFixed(0),
      ...[percentile(cpu, 0.5), percentile(cpu, 0.95), mean(cpu), percentile(wall, 0.5)].map(milliseconds),
      (percentile(cpu, 0.5) / floorCpu).toFixed(2),
      (obviousWall / percentile(wall, 0.5)).toFixed(1),
    ]),
  )
}

function cpuCells(samples: readonly Samples[]): string[] {
  return samples.map(({ cpu }) => `${milliseconds(percentile(cpu, 0.5))}, ${milliseconds(mean(cpu))}`)
}

async function measure(contenders: readonly Contender[]): Promise<Samples[]> {
  const samples = contenders.map(({ name }): Samples => ({ name, cpu: [], wall: [] }))
  for (let round = -WARM_UP; round < ROUNDS; round++)
    for (const index of shuffled(contenders.length)) {
      const cpu = process.cpuUsage()
      const start = performance.now()
      await contenders[index]?.run(round)
      const wall = performance.now() - start
      const { user, system } = process.cpuUsage(cpu)
      if (round < 0) continue
      samples[index]?.cpu.push((user + system) / 1000)
      samples[index]?.wall.push(wall)
    }
  return samples
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

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`
}
