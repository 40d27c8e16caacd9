import { existsSync } from 'node:fs'
import { BUILT_IN_FACES } from './faces.ts'
import { filesOf } from './font-files.ts'
import sharp from './sharp.ts'

/** What this machine has to compose pictures with. */
export interface Equipment {
  /** Releases of sharp, and of libvips in it. */
  sharp: string
  vips: string
  /** How many built-in faces there are, and what is said of those that are not. */
  faces: number
  missing: string[]
}

export function examineEquipment(): Equipment {
  const missing = BUILT_IN_FACES.flatMap(face => {
    try {
      return filesOf(face).filter(file => !existsSync(file))
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)]
    }
  })
  const { sharp: release = '', vips } = sharp.versions
  return { sharp: release, vips, faces: BUILT_IN_FACES.length, missing }
}
