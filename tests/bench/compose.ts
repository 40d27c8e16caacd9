/**
 * What pictures cost: our compose beside the floor (decode, resize, encode and nothing else) and beside the obvious
 * way (resize to PNG, composite a full-frame SVG, encode as JPEG). One at a time, in an order shuffled each time, so
 * that the machine's moods, and what each leaves behind, hit all alike. Run: npm run bench -- compose
 */
import { compose, IMAGE_HEIGHT, IMAGE_WIDTH } from '@contactsheet/compose'
import sharp from '@contactsheet/compose/sharp'
import {
  Catalog,
  DEFAULT_OUTPUT,
  type Output,
  outputRequestSchema,
  shapedFor,
  TEMPLATE_NAMES,
  TEMPLATES,
  type TemplateSpec,
} from '@contactsheet/contract'
import { encode, encodeSmall } from '../../packages/compose/src/encode.ts'
import { overlayFor } from '../../packages/compose/src/overlays.ts'
import type { Canvas } from '../../packages/compose/src/paint.ts'
import { crop, decodeWhole, fromCanvas, fromFile } from '../../packages/compose/src/picture.ts'
import { floor, floorOfSecond, floorWithoutSmall } from './floor.ts'
import { median, percentile } from './measure/statistics.ts'
import { printTable } from './table.ts'

/** Pictures that each contender makes in a round, and as many rounds if none are asked for. */
const PICTURES = 12
const ROUNDS = 2
const WARM_UP = 4
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

/** Measures every contender on a JPEG and a PNG original of each size, then several outputs, then each stage alone. */
export async function benchCompose(rounds = ROUNDS): Promise<void> {
  const pictures = rounds * PICTURES
  const stages: string[][] = []
  for (const { width, height } of SIZES) {
    const photo = photograph(width, height)
    const originals = {
      JPEG: await photo.clone().jpeg({ quality: 92 }).toBuffer(),
      PNG: await photo.clone().png().toBuffer(),
    }
    for (const [format, original] of Object.entries(originals)) {
      const name = `${format} of ${width}x${height}`
      printPictures(name, original, await measure(contenders(original), pictures))
      stages.push([name, ...cpuCells(await measure(pictureStages(original), pictures))])
    }
  }
  await printFormats(pictures)
  await printSecondOutputs(pictures)
  const header = ['CPU p50 and mean', 'decode', 'decode, crop, resize', 'encode', 'the small picture']
  printTable('The stages of one picture without its title', header, stages)
  await printTitles(pictures)
}

const lookOf = (template: TemplateSpec, title: string) => ({ title, template, font: 'inter' }) as const

function contenders(original: Buffer): Contender[] {
  return [
    { name: FLOOR, run: () => floor(original) },
    { name: BARE, run: () => floorWithoutSmall(original) },
    ...TEMPLATE_NAMES.map(name => ({
      name: `compose ${name}, a new title each`,
      run: (round: number) => compose(original, lookOf(TEMPLATES[name], `${PROMPT} ${round}`)),
    })),
    ...TEMPLATE_NAMES.map(name => ({
      name: `compose ${name}, a title of before`,
      run: () => compose(original, lookOf(TEMPLATES[name], PROMPT)),
    })),
    { name: OBVIOUS, run: round => viaPngAndSvg(original, round) },
  ]
}

const FLOOR = 'floor: decode, resize, encode both pictures'
const BARE = 'floor without the small picture'
const OBVIOUS = 'obvious way, without it: PNG, full-frame SVG, JPEG'

/** What is asked for beside an image of 1200x630, and what it takes beside it. */
const SECONDS = [
  { size: 'og', format: 'webp' },
  { size: 'og', format: 'avif' },
  { size: 'og', format: 'png' },
  { size: 'og', crop: 'attention' },
  { size: 'square' },
  { size: 'story' },
  { size: 'wide' },
  { size: 'original' },
]

/** One output in each format, beside the floor of the same. */
async function printFormats(pictures: number): Promise<void> {
  const original = await photograph(1216, 640).jpeg({ quality: 92 }).toBuffer()
  const rows: string[][] = []
  for (const format of ['jpeg', 'webp', 'avif', 'png']) {
    const outputs = outputRequestSchema.parse([{ size: 'og', format }])
    const [floorCpu = 0, oursCpu = 0] = await cpuOf(pictures, [
      () => floor(original, outputs),
      round => compose(original, lookOf(TEMPLATES['bottom-bar'], `${PROMPT} ${round}`), outputs),
    ])
    const { pictures: made } = await compose(original, lookOf(TEMPLATES['bottom-bar'], PROMPT), outputs)
    const kilobytes = ((made[0]?.bytes.length ?? 0) / 1000).toFixed(0)
    const ratio = (oursCpu / floorCpu).toFixed(2)
    rows.push([format, `${kilobytes} kB`, milliseconds(floorCpu), milliseconds(oursCpu), ratio])
  }
  printTable(
    'The image in each format, of a JPEG of 1216x640, a new title each',
    ['CPU p50', 'size', 'floor', 'compose', 'compose x floor'],
    rows,
  )
}

/** What a second output adds, to originals as GPT Image 2 is asked for them. */
async function printSecondOutputs(pictures: number): Promise<void> {
  const rows: string[][] = []
  for (const asked of SECONDS) {
    const [first = DEFAULT_OUTPUT, second = DEFAULT_OUTPUT] = withImage(asked)
    const { width, height } = originalFor([first, second])
    const original = await photograph(width, height).jpeg({ quality: 92 }).toBuffer()
    const making = (...outputs: Output[]) => {
      return (round: number) =>
        compose(original, lookOf(TEMPLATES['bottom-bar'], `${PROMPT} ${round}`), outputs)
    }
    const decoded = await decodeWhole(fromFile(original))
    const [one = 0, other = 0, both = 0, bare = 0] = await cpuOf(pictures, [
      making(first),
      making(second),
      making(first, second),
      () => floorOfSecond(decoded, second),
    ])
    const name = Object.values(asked).join(', ')
    rows.push([
      `${name}, of ${width}x${height}`,
      ...[one, other, both, both - one].map(milliseconds),
      ((both - one) / one).toFixed(2),
      (bare / one).toFixed(2),
      ((both - one) / other).toFixed(2),
    ])
  }
  printTable(
    'A second output beside a JPEG of 1200x630, a new title each',
    [
      'CPU p50',
      'first alone',
      'second alone',
      'both',
      'second adds',
      'of the first',
      'bare sharp, of the first',
      'of itself alone',
    ],
    rows,
  )
}

/** An image of 1200x630, and what is made of the same original beside it. */
function withImage(asked: object): Output[] {
  const second = outputRequestSchema.parse([asked])
  return [
    DEFAULT_OUTPUT,
    ...second.map(output => (output.crop === 'center' ? output : { ...output, name: 'other' })),
  ]
}

function originalFor(outputs: readonly Output[]) {
  const model = new Catalog().get('gpt-image-2')
  const shaped = model && shapedFor(outputs, model)
  if (shaped?.provider !== 'openai') throw new Error('The catalog has no gpt-image-2 any more.')
  const [width = 0, height = 0] = shaped.size.split('x').map(Number)
  return { width, height }
}

function pictureStages(original: Buffer): Contender[] {
  const crops = () => crop(fromFile(original), { width: IMAGE_WIDTH, height: IMAGE_HEIGHT })
  const picture = crops()
  return [
    { name: 'decode', run: () => sharp(original).raw().toBuffer() },
    { name: 'decode, crop, resize', run: crops },
    { name: 'encode', run: async () => encode(fromCanvas(await picture).open(), DEFAULT_OUTPUT) },
    { name: 'the small picture', run: async () => encodeSmall(fromCanvas(await picture).open()) },
  ]
}

function titleStages(template: TemplateSpec, canvas: Canvas): Contender[] {
  const overlay = (title: string) => overlayFor(lookOf(template, title), canvas)
  return [
    { name: 'draw', run: round => overlay(`${PROMPT}, said again ${round}`) },
    { name: 'blend', run: async () => (await overlay(PROMPT))?.blendInto(canvas) },
  ]
}

async function printTitles(pictures: number): Promise<void> {
  const photo = await photograph(IMAGE_WIDTH, IMAGE_HEIGHT).png().toBuffer()
  const canvas = await crop(fromFile(photo), { width: IMAGE_WIDTH, height: IMAGE_HEIGHT })
  const rows: string[][] = []
  for (const name of TEMPLATE_NAMES)
    rows.push([name, ...cpuCells(await measure(titleStages(TEMPLATES[name], canvas), pictures))])
  printTable('The stages of its title', ['CPU p50 and mean', 'draw a new title', 'blend'], rows)
}

function printPictures(original: string, { length }: Buffer, samples: readonly Samples[]): void {
  const cpuOfNamed = (wanted: string) => median(samples.find(({ name }) => name === wanted)?.cpu ?? [])
  const obviousWall = median(samples.find(({ name }) => name === OBVIOUS)?.wall ?? [])
  printTable(
    `One ${original}, ${(length / 1e6).toFixed(1)} MB, to a titled JPEG of ${IMAGE_WIDTH}x${IMAGE_HEIGHT} and its small picture`,
    [
      '',
      'images/s',
      'CPU p50',
      'CPU p95',
      'CPU mean',
      'wall p50',
      'x floor',
      'x floor without small',
      'speed x obvious',
    ],
    samples.map(({ name, cpu, wall }) => [
      name,
      (1000 / mean(wall)).toFixed(0),
      ...[median(cpu), percentile(cpu, 0.95), mean(cpu), median(wall)].map(milliseconds),
      (median(cpu) / cpuOfNamed(FLOOR)).toFixed(2),
      (median(cpu) / cpuOfNamed(BARE)).toFixed(2),
      (obviousWall / median(wall)).toFixed(1),
    ]),
  )
}

function cpuCells(samples: readonly Samples[]): string[] {
  return samples.map(({ cpu }) => `${milliseconds(median(cpu))}, ${milliseconds(mean(cpu))}`)
}

/** The middle of the CPU that each takes, in milliseconds. */
async function cpuOf(pictures: number, runs: readonly Contender['run'][]): Promise<number[]> {
  const samples = await measure(
    runs.map((run, place) => ({ name: String(place), run })),
    pictures,
  )
  return samples.map(({ cpu }) => median(cpu))
}

async function measure(contenders: readonly Contender[], pictures: number): Promise<Samples[]> {
  const samples = contenders.map(({ name }): Samples => ({ name, cpu: [], wall: [] }))
  for (let round = -WARM_UP; round < pictures; round++)
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

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`
}
