import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useFileDrop } from '../../ui/file-drop.ts'
import { AmountField } from './amount-field.tsx'
import { firstFault } from './faults.ts'
import { goToField } from './go-to-field.ts'
import { LookField } from './look-field.tsx'
import { ModelsField } from './models-field.tsx'
import styles from './new-batch-page.module.css'
import { Presets } from './presets.tsx'
import { PromptsField } from './prompts-field.tsx'
import { ReferencesField } from './references-field.tsx'
import { SendBar } from './send-bar.tsx'
import { SpeedField } from './speed-field.tsx'
import { useBatchFile } from './use-batch-file.ts'
import { useNewBatch } from './use-new-batch.ts'
import { isPicture, usePictures } from './use-pictures.ts'
import { BoundsField, WordsField } from './words-field.tsx'

export function NewBatchPage() {
  const form = useNewBatch()
  const file = useBatchFile()
  const [asked, setAsked] = useState(false)
  const element = useRef<HTMLFormElement>(null)
  const { prompts, models, ready, sending } = form

  const goTo = (field: string) => element.current && goToField(element.current, field)
  const make = () => {
    setAsked(true)
    if (ready) void sending.send()
    else goTo(prompts.length === 0 ? 'prompts' : models.length === 0 ? 'models' : '')
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal
  useEffect(() => {
    const fault = firstFault(sending.problem?.errors ?? [])
    if (fault !== undefined) goTo(fault.field)
  }, [sending.problem])

  const pictures = usePictures()
  const over = useFileDrop((files, target) => {
    const [first] = files.filter(chosen => !isPicture(chosen))
    if (first !== undefined) void file.take(first)
    const row = target.closest<HTMLElement>('[data-row]')?.dataset.row
    const chosen = files.filter(isPicture)
    if (chosen.length > 0) void pictures.add(chosen, row === undefined ? undefined : Number(row))
  })

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    // Dialogs stand elsewhere in the document, and pass on their keys all the same.
    if (!event.currentTarget.contains(event.target as Node)) return
    event.preventDefault()
    make()
  }

  return (
    <form
      ref={element}
      className={styles.page}
      aria-label="New batch"
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={event => {
        event.preventDefault()
        make()
      }}
    >
      <h1 className="visually-hidden">New batch</h1>
      <div className={styles.columns}>
        <div className={styles.what}>
          <PromptsField form={form} file={file} pictures={pictures} presets={<Presets form={form} />} />
          <ModelsField form={form} />
          <AmountField form={form} />
          <SpeedField form={form} />
          <WordsField form={form} />
          <ReferencesField form={form} pictures={pictures} />
          <BoundsField form={form} />
        </div>
        <LookField form={form} />
      </div>
      <SendBar form={form} asked={asked} goTo={goTo} />
      {over ? (
        <div className={styles.drop}>
          <span>Drop it anywhere: a batch.json, CSV or text file, or pictures to go by</span>
        </div>
      ) : null}
    </form>
  )
}
