import { useState } from 'react'
import { api } from '../../api/calls.ts'
import { addReference } from '../../state/draft.ts'

/** How pictures that are given to the form get on. */
interface PicturesState {
  /** Still on their way. */
  busy: number
  /** Why some were not taken, by their names. */
  faults: string[]
}

/** Uploads pictures for models to go by, and has the form name them. */
export function usePictures() {
  const [state, setState] = useState<PicturesState>({ busy: 0, faults: [] })

  const upload = async (picture: File, row: number | undefined) => {
    try {
      addReference((await api.uploadReference(picture)).id, row)
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      setState(before => ({ ...before, faults: [...before.faults, `${picture.name}: ${said}`] }))
    } finally {
      setState(before => ({ ...before, busy: before.busy - 1 }))
    }
  }

  return {
    ...state,
    /** @param row of the table, counted from 0; undefined: for every prompt */
    add: async (pictures: readonly File[], row?: number) => {
      setState(({ busy }) => ({ busy: busy + pictures.length, faults: [] }))
      // One after the other: they keep the order in which they were given.
      for (const picture of pictures) await upload(picture, row)
    },
  }
}

export type Pictures = ReturnType<typeof usePictures>

export function isPicture({ name, type }: File): boolean {
  return type.startsWith('image/') || /\.(png|jpe?g|webp)$/i.test(name)
}
