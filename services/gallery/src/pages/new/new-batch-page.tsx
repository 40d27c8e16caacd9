import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react'
import { plural } from '../../lib/format.ts'
import { readBatchFile } from '../../parse/batch-file.ts'
import { NoBatch } from '../../parse/no-batch.ts'
import { draftFrom } from '../../state/draft.ts'
import { Notice } from '../../ui/notice.tsx'
import { AmountField } from './amount-field.tsx'
import { otherFaults } from './faults.ts'
import { LookField } from './look-field.tsx'
import { ModelsField } from './models-field.tsx'
import styles from './new-batch-page.module.css'
import { PromptsField } from './prompts-field.tsx'
import { SendBar } from './send-bar.tsx'
import { SpeedField } from './speed-field.tsx'
import { useNewBatch } from './use-new-batch.ts'
import { BoundsField, WordsField } from './words-field.tsx'

export function NewBatchPage() {
  const form = useNewBatch()
  const [file, setFile] = useState<{ fault?: string; said?: string }>({})
  const [over, setOver] = useState(false)
  const depth = useRef(0)
  const others = otherFaults(form.faults)

  const take = async (chosen: File) => {
    try {
      const { lines, ...batch } = await readBatchFile(chosen)
      draftFrom(batch, { name: chosen.name, lines })
      setFile({ said: `${chosen.name}: ${plural(batch.prompts.length, 'prompt')}. Nothing is sent yet.` })
    } catch (error) {
      if (!(error instanceof NoBatch)) throw error
      setFile({ fault: error.message })
    }
  }

  const drop = (event: DragEvent) => {
    event.preventDefault()
    depth.current = 0
    setOver(false)
    const [first] = event.dataTransfer.files
    if (first !== undefined) void take(first)
  }

  const drag = (event: DragEvent, step: number) => {
    if (!event.dataTransfer.types.includes('Files')) return
    depth.current += step
    setOver(depth.current > 0)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    void form.sending.send()
  }

  return (
    <form
      className={styles.page}
      aria-label="New batch"
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={event => {
        event.preventDefault()
        void form.sending.send()
      }}
      onDrop={drop}
      onDragOver={event => event.preventDefault()}
      onDragEnter={event => drag(event, 1)}
      onDragLeave={event => drag(event, -1)}
    >
      <h1 className="visually-hidden">New batch</h1>
      <div className={styles.columns}>
        <div className={styles.what}>
          <PromptsField form={form} onFile={take} file={file} />
          <ModelsField form={form} />
          <AmountField form={form} />
          <SpeedField form={form} />
          <WordsField form={form} />
          <BoundsField form={form} />
        </div>
        <LookField form={form} />
      </div>
      {form.problem !== undefined && (others.length > 0 || form.faults.length === 0) ? (
        <div className={styles.fault}>
          <Notice kind="bad" live>
            {others.length > 0 ? others.join(' ') : form.problem.message}
          </Notice>
        </div>
      ) : null}
      <SendBar form={form} />
      {over ? <div className={styles.drop}>Drop a batch.json, CSV or text file</div> : null}
    </form>
  )
}
