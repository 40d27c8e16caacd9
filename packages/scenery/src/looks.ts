import { STYLES, type Style } from '@contactsheet/contract'
import { type Colour, lighten, mix, saturate } from './colour.ts'
import type { MediumName } from './media/index.ts'
import { COOL, FADED, NEON, type Palette, type Pool, WARM } from './palettes.ts'
import { pick, type Random } from './random.ts'
import type { SceneName } from './scenes/index.ts'

/** Whose picture it might be: one hand is warm and filmic, the other clean and crisp. */
export type Hand = 'warm' | 'cool'

/** How one style looks here. */
export interface Look {
  medium: MediumName
  scenes: readonly [SceneName, ...SceneName[]]
  /** The palettes of each hand. */
  pools: Record<Hand, Pool>
  /** What happens to every colour of the palette. */
  tint?: (colour: Colour) => Colour
  /** The last touches, see `finish`. Shares from 0 to 1. */
  finish?: Partial<Finish>
}

/** Strength of each of the last touches. */
export interface Finish {
  /** Film grain. */
  grain: number
  /** Darker corners. */
  vignette: number
  /** Thin cloud and mist over the upper part. */
  veil: number
  /** More black in the dark, more white in the light. */
  contrast: number
  /** How much the dark turns teal and the light turns orange, as in cinema. */
  split: number
  /** How far black is lifted, as in an old print. */
  fade: number
}

const byLight = { warm: WARM, cool: COOL } as const
const [violet, lagoon, ember, indigo] = NEON as [Palette, Palette, Palette, Palette]
const [olive, rust, slate] = FADED as [Palette, Palette, Palette]

/** One look for every style of the catalog. */
const LOOKS: Record<Style, Look> = {
  photorealistic: {
    medium: 'camera',
    scenes: ['mountains', 'waves', 'dunes', 'forest', 'aurora', 'city'],
    pools: byLight,
    finish: { veil: 0.5, contrast: 0.25 },
  },
  cinematic: {
    medium: 'camera',
    scenes: ['city', 'planets', 'dunes', 'mountains', 'aurora', 'waves'],
    pools: byLight,
    tint: colour => saturate(lighten(colour, -0.05), 0.86),
    finish: { veil: 0.4, contrast: 0.6, vignette: 0.5, split: 0.8, grain: 0.6 },
  },
  cartoon: {
    medium: 'ink',
    scenes: ['clouds', 'mountains', 'city', 'planets', 'dunes', 'paper'],
    pools: byLight,
    tint: colour => saturate(lighten(colour, 0.045), 1.4),
  },
  anime: {
    medium: 'camera',
    scenes: ['clouds', 'city', 'waves', 'forest', 'mountains'],
    pools: byLight,
    tint: colour => saturate(lighten(colour, 0.06), 1.35),
    finish: { grain: 0, vignette: 0.08 },
  },
  '3d': {
    medium: 'camera',
    scenes: ['stage', 'blocks', 'facets', 'ribbons', 'planets'],
    pools: byLight,
    finish: { grain: 0.12, vignette: 0.15 },
  },
  'pixel-art': {
    medium: 'pixels',
    scenes: ['mountains', 'city', 'waves', 'forest', 'planets', 'dunes'],
    pools: byLight,
    tint: colour => saturate(colour, 1.25),
  },
  watercolor: {
    medium: 'wash',
    scenes: ['mountains', 'forest', 'dunes', 'clouds', 'calm'],
    pools: byLight,
    tint: colour => saturate(lighten(colour, 0.09), 1.15),
  },
  'oil-painting': {
    medium: 'brush',
    scenes: ['mountains', 'dunes', 'waves', 'forest', 'clouds'],
    pools: byLight,
    tint: colour => saturate(colour, 1.15),
  },
  sketch: {
    medium: 'pencil',
    scenes: ['mountains', 'city', 'dunes', 'waves', 'forest', 'stage'],
    pools: byLight,
  },
  minimalist: {
    medium: 'camera',
    scenes: ['calm', 'paper', 'ribbons', 'calm'],
    pools: byLight,
    finish: { grain: 0.2, vignette: 0 },
  },
  neon: {
    medium: 'camera',
    scenes: ['grid', 'city', 'aurora', 'facets', 'waves', 'blocks', 'planets'],
    pools: { warm: [violet, ember], cool: [lagoon, indigo] },
    finish: { grain: 0.25, contrast: 0.3, vignette: 0.3 },
  },
  vintage: {
    medium: 'camera',
    scenes: ['retro', 'mountains', 'dunes', 'waves', 'retro', 'clouds'],
    pools: { warm: [rust, olive], cool: [slate, olive] },
    finish: { grain: 1, fade: 0.7, vignette: 0.4 },
  },
}

/** For prompts that name no style: a bit of everything. */
const ANY: Look = {
  medium: 'camera',
  scenes: [
    'mountains',
    'city',
    'ribbons',
    'waves',
    'facets',
    'dunes',
    'aurora',
    'paper',
    'forest',
    'blocks',
    'planets',
  ],
  pools: byLight,
}

/** Scenes that suit a subject, best first. */
const SUBJECTS: readonly (readonly [RegExp, readonly SceneName[]])[] = [
  [/\b(mountains?|alps|peaks?|summits?|storage|truth)\b/i, ['mountains', 'stage', 'facets', 'calm']],
  [/\b(sea|ocean|waves?|beach|harbour|retry|retries|backoff|streams?)\b/i, ['waves', 'ribbons', 'clouds']],
  [/\b(forests?|trees?|woods?|branch(es)?|fan-?out|parallel)\b/i, ['forest', 'clouds']],
  [/\b(deserts?|dunes?|sand)\b/i, ['dunes', 'calm']],
  [/\b(city|cities|streets?|skyline|scale|scaling|clusters?)\b/i, ['city', 'blocks', 'paper']],
  [/\b(night|stars?|sky|observing|observability|dashboards?|metrics)\b/i, ['aurora', 'planets', 'clouds']],
  [/\b(planets?|orbits?|moons?|galaxy)\b/i, ['planets', 'grid']],
]

const KEYWORDS = Object.entries(STYLES).map(([style, words]) => ({
  look: LOOKS[style as Style],
  // The catalog's sentence opens with the style's own name; the rest of it is about light and detail.
  name: (words.split(',')[0] ?? words).toLowerCase(),
}))

/** The look a prompt asks for, by the words the catalog's styles put into it. */
export function lookFor(prompt: string): Look {
  const lower = prompt.toLowerCase()
  return KEYWORDS.find(({ name }) => lower.includes(name))?.look ?? ANY
}

/** What to paint: by subject where the prompt has one we know, by chance otherwise. */
export function sceneFor(prompt: string, look: Look, random: Random): SceneName {
  const chance = pick(random, look.scenes)
  for (const [words, scenes] of SUBJECTS) {
    const fitting = words.test(prompt) ? scenes.find(scene => look.scenes.includes(scene)) : undefined
    if (fitting !== undefined) return fitting
  }
  return chance
}

/** A palette of the look, with its tint. */
export function paletteFor(look: Look, hand: Hand, random: Random): Palette {
  const chosen = pick(random, look.pools[hand])
  const tint = look.tint ?? (colour => colour)
  const three = ([a, b, c]: Palette['sky']): Palette['sky'] => [tint(a), tint(b), tint(c)]
  return {
    sky: three(chosen.sky),
    light: mix(chosen.light, tint(chosen.light), 0.5),
    haze: tint(chosen.haze),
    body: tint(chosen.body),
    deep: tint(chosen.deep),
    accents: three(chosen.accents),
  }
}
