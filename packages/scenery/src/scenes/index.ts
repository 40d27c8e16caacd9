import type { Canvas } from '../svg.ts'
import { aurora } from './aurora.ts'
import { blocks } from './blocks.ts'
import { calm } from './calm.ts'
import { city } from './city.ts'
import { clouds } from './clouds.ts'
import { dunes } from './dunes.ts'
import { facets } from './facets.ts'
import { forest } from './forest.ts'
import { grid } from './grid.ts'
import { mountains } from './mountains.ts'
import { paper } from './paper.ts'
import { planets } from './planets.ts'
import { retro } from './retro.ts'
import { ribbons } from './ribbons.ts'
import { stage } from './stage.ts'
import { waves } from './waves.ts'

/** Everything there is to paint. A scene draws the whole frame and takes every colour from the canvas's palette. */
export const SCENES = {
  aurora,
  blocks,
  calm,
  city,
  clouds,
  dunes,
  facets,
  forest,
  grid,
  mountains,
  paper,
  planets,
  retro,
  ribbons,
  stage,
  waves,
} satisfies Record<string, (canvas: Canvas) => void>

export type SceneName = keyof typeof SCENES
