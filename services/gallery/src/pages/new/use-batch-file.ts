import { useState } from 'react'
import { plural } from '../../lib/format.ts'
import { readBatchFile } from '../../parse/batch-file.ts'
import type { FromFile } from '../../parse/from-file.ts'
import { NoBatch, type OpenTable } from '../../parse/no-batch.ts'
import type { ColumnUse } from '../../parse/table-source.ts'
import { draftFrom } from '../../state/draft.ts'

/** What came of the last file. */
interface FileState {
  fault?: string
  said?: string
  /** A table of which somebody has to say which column the prompts are. */
  open?: OpenTable | undefined
}

/** Fills the form by files. */
export function useBatchFile() {
  const [state, setState] = useState<FileState>({})

  const read = async (name: string, reading: () => Promise<FromFile>, say = true) => {
    try {
      const { lines, source, ...batch } = await reading()
      draftFrom(batch, { name, lines, source })
      setState(
        say ? { said: `${name}: ${plural(batch.prompts.length, 'prompt')}. Nothing is sent yet.` } : {},
      )
    } catch (error) {
      if (!(error instanceof NoBatch)) throw error
      setState({ fault: error.message, open: error.open })
    }
  }

  return {
    ...state,
    take: (file: File) => read(file.name, () => readBatchFile(file)),
    /** Reads a table once more, with columns taken for something else. */
    retake: ({ name, source }: OpenTable, uses: Readonly<Record<string, ColumnUse>>) =>
      read(
        name,
        async () => {
          const { readTableFile } = await import('../../parse/table-file.ts')
          return readTableFile(name, source.text, source.format, uses)
        },
        state.open !== undefined,
      ),
  }
}

export type BatchFile = ReturnType<typeof useBatchFile>
