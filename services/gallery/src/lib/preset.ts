import type { BatchBody, PresetBody } from '../api/types.ts'

const LONGEST_NAME = 40

/** The part of a request that a preset keeps. */
export function presetOf(body: BatchBody): PresetBody {
  const { prompts: _1, references: _2, sample: _3, deadline: _4, webhook: _5, ...rest } = body
  const { name: _6, tags: _7, ...preset } = rest
  return preset
}

/** The name of a preset that somebody called so: lower-case letters, digits and dashes; empty where nothing of that is in it. */
export function presetName(said: string): string {
  return said
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, LONGEST_NAME)
    .replace(/-$/, '')
}
