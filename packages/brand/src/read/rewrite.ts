import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { BrandFault } from '../fault.ts'

/** What `hb-subset` exports, of which this is used. Numbers are addresses in its memory, except for flags and tags. */
interface Subsetter {
  memory: WebAssembly.Memory
  _initialize(): void
  malloc(bytes: number): number
  hb_blob_create(data: number, length: number, mode: number, user: number, destroy: number): number
  hb_blob_get_data(blob: number, length: number): number
  hb_blob_get_length(blob: number): number
  hb_face_create(blob: number, index: number): number
  hb_face_reference_blob(face: number): number
  hb_set_clear(set: number): void
  hb_set_add(set: number, value: number): void
  hb_set_invert(set: number): void
  hb_subset_input_create_or_fail(): number
  hb_subset_input_unicode_set(input: number): number
  hb_subset_input_glyph_set(input: number): number
  hb_subset_input_set(input: number, which: number): number
  hb_subset_input_get_flags(input: number): number
  hb_subset_input_set_flags(input: number, flags: number): void
  hb_subset_input_pin_all_axes_to_default(input: number, face: number): number
  hb_subset_input_pin_axis_location(input: number, face: number, axis: number, value: number): number
  hb_subset_or_fail(face: number, input: number): number
}

/** Of hb-subset.h. */
const MEMORY_MODE_WRITABLE = 2
const SETS = { layoutFeatures: 6, layoutScripts: 7 }
const WEIGHT_AXIS = Buffer.from('wght').readUInt32BE()
const FLAGS = { noHinting: 0x01, notdefOutline: 0x40 }

/** Weight of letters, on the scale of OpenType. */
const BOLD = 700

let compiled: Promise<WebAssembly.Module> | undefined

/**
 * Has HarfBuzz write a font anew, in WebAssembly: every glyph and rule that it understands, checked, and nothing else.
 * Programs of the font's own (hinting) are left out. A variable font becomes one that does not vary: bold, as titles are, if
 * it can be, and otherwise as it is by default.
 *
 * @throws BrandFault if it does not make a font of it
 */
export async function rewrite(font: Buffer): Promise<Buffer> {
  compiled ??= readFile(fileURLToPath(import.meta.resolve('harfbuzzjs/dist/harfbuzz-subset.wasm'))).then(
    bytes => WebAssembly.compile(bytes),
  )
  // An instance a font: none finds what another one left in the memory.
  const { exports } = await WebAssembly.instantiate(await compiled)
  const hb = exports as unknown as Subsetter
  try {
    hb._initialize()
    return subset(hb, font)
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw unwritable()
    throw error
  }
}

/** Nothing is freed: the memory goes with the instance. */
function subset(hb: Subsetter, font: Buffer): Buffer {
  const data = hb.malloc(font.length)
  new Uint8Array(hb.memory.buffer).set(font, data)
  const face = hb.hb_face_create(hb.hb_blob_create(data, font.length, MEMORY_MODE_WRITABLE, 0, 0), 0)
  const input = hb.hb_subset_input_create_or_fail()
  const everything = [
    hb.hb_subset_input_unicode_set(input),
    hb.hb_subset_input_glyph_set(input),
    ...Object.values(SETS).map(which => hb.hb_subset_input_set(input, which)),
  ]
  for (const set of everything) {
    hb.hb_set_clear(set)
    hb.hb_set_invert(set)
  }
  hb.hb_subset_input_set_flags(
    input,
    hb.hb_subset_input_get_flags(input) | FLAGS.noHinting | FLAGS.notdefOutline,
  )
  hb.hb_subset_input_pin_all_axes_to_default(input, face)
  // As near to it as the font goes; nothing where it has no such axis.
  hb.hb_subset_input_pin_axis_location(input, face, WEIGHT_AXIS, BOLD)
  const made = hb.hb_subset_or_fail(face, input)
  if (made === 0) throw unwritable()
  const blob = hb.hb_face_reference_blob(made)
  const start = hb.hb_blob_get_data(blob, 0)
  const length = hb.hb_blob_get_length(blob)
  if (length === 0) throw unwritable()
  return Buffer.from(hb.memory.buffer.slice(start, start + length))
}

function unwritable(): BrandFault {
  return new BrandFault(
    'The font is damaged: its tables contradict each other. Export it again, or take it from its maker.',
  )
}
