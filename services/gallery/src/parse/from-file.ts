import type { BatchBody } from '../api/types.ts'
import type { TableSource } from './table-source.ts'

/** What a file gives to the form. What it leaves out stays as it is. */
export type FromFile = Partial<BatchBody> &
  Pick<BatchBody, 'prompts'> & {
    /** Line of each prompt, counted from 1, where they are rows of a table. */
    lines?: number[]
    /** The table that they are rows of. */
    source?: TableSource
  }
