import clsx from 'clsx'
import { FileUp, X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { count } from '../../lib/format.ts'
import { isPastedTable } from '../../parse/pasted.ts'
import { changeDraft, dropTable } from '../../state/draft.ts'
import { Button } from '../../ui/button.tsx'
import field from '../../ui/field.module.css'
import { Notice } from '../../ui/notice.tsx'
import { PromptColumn } from './columns-field.tsx'
import { fieldFaults, itemFaults } from './faults.ts'
import styles from './prompts-field.module.css'
import { Section } from './section.tsx'
import { TableView } from './table-view.tsx'
import type { BatchFile } from './use-batch-file.ts'
import type { NewBatch } from './use-new-batch.ts'
import type { Pictures } from './use-pictures.ts'

/** What is to be said of a line. */
interface Item {
  /** Counted from 0. */
  line: number
  message: string
  look: string | undefined
}

/** Lines spoken of one by one; the rest are counted. */
const MOST_FAULTS = 5

export function PromptsField({
  form: { values, parsed, prompts, faults, titleWarnings },
  file,
  pictures,
  presets,
}: {
  form: NewBatch
  file: BatchFile
  pictures: Pictures
  presets: ReactNode
}) {
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLDivElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const { table } = values
  const lines = values.text.split('\n').length
  const lineOf = (index: number) =>
    table === undefined ? (parsed.lines[index] ?? 0) : (table.lines?.[index] ?? index + 1) - 1
  const wrongItems = itemFaults(faults, 'prompts')
  const items: Item[] = [
    ...wrongItems.map(({ index, message }) => ({ line: lineOf(index), message, look: styles.fault })),
    ...titleWarnings.map(({ prompt, message }) => ({ line: lineOf(prompt), message, look: styles.warning })),
  ]
  const whole = fieldFaults(faults, 'prompts')
  const wrong = wrongItems.length + whole.length > 0

  return (
    <Section
      fields={['prompts']}
      title={table === undefined ? <label htmlFor="prompts">Prompts</label> : 'Prompts'}
      note={prompts.length > 0 ? count(prompts.length) : 'one a line; each is also its title'}
      aside={
        <>
          {table === undefined ? null : (
            <Button look="quiet" onClick={dropTable}>
              <X aria-hidden="true" />
              Take the table away
            </Button>
          )}
          {presets}
          <Button look="quiet" onClick={() => chooser.current?.click()}>
            <FileUp aria-hidden="true" />
            Open file
          </Button>
          <input
            ref={chooser}
            type="file"
            className="visually-hidden"
            tabIndex={-1}
            aria-label="Batch file"
            accept=".json,.csv,.tsv,.ndjson,.jsonl,.txt,application/json,text/plain,text/csv"
            onChange={event => {
              const [first] = event.target.files ?? []
              event.target.value = ''
              if (first !== undefined) void file.take(first)
            }}
          />
        </>
      }
    >
      {table === undefined ? (
        <div className={styles.editor}>
          <div className={styles.gutter} aria-hidden="true">
            <div ref={gutter} className={styles.numbers}>
              {numbers(lines)}
              {items.map(({ line, message, look }) => (
                <span
                  key={`${line} ${message}`}
                  className={clsx(styles.mark, look)}
                  style={{ top: `calc(${line} * var(--leading))` }}
                >
                  {line + 1}
                </span>
              ))}
            </div>
          </div>
          <textarea
            ref={area}
            id="prompts"
            className={styles.area}
            wrap="off"
            spellCheck
            placeholder={'Why fan-out beats sequential generation\nThree retries with exponential backoff'}
            value={values.text}
            onChange={event => changeDraft({ text: event.target.value })}
            onPaste={event => {
              const text = event.clipboardData.getData('text/plain')
              if (!isPastedTable(text)) return
              event.preventDefault()
              void file.take(new File([text], 'Pasted table.csv'))
            }}
            onScroll={event => {
              if (gutter.current) gutter.current.style.translate = `0 ${-event.currentTarget.scrollTop}px`
            }}
            aria-invalid={wrong}
            aria-describedby="prompts-faults"
          />
        </div>
      ) : (
        <TableView table={table} retake={file.retake} pictures={pictures} />
      )}
      <div id="prompts-faults" className={styles.faults} aria-live="polite">
        {whole.map(message => (
          <p key={message} className={field.error}>
            {sentence(message)}
          </p>
        ))}
        {items.slice(0, MOST_FAULTS).map(({ line, message, look }) => (
          <button
            key={`${line} ${message}`}
            type="button"
            className={clsx(styles.item, look)}
            onClick={() => selectLine(area.current, values.text, line)}
          >
            <b>
              {table === undefined || table.lines !== undefined ? 'Line' : 'Prompt'} {line + 1}
            </b>{' '}
            {message}
          </button>
        ))}
        {items.length > MOST_FAULTS ? (
          <p className={clsx(styles.item, items.at(-1)?.look)}>
            and {count(items.length - MOST_FAULTS)} more lines
          </p>
        ) : null}
        {file.fault === undefined ? null : <Notice kind="bad">{file.fault}</Notice>}
        {file.open === undefined ? null : <PromptColumn open={file.open} retake={file.retake} />}
        {file.said === undefined || prompts.length === 0 ? null : <Notice kind="info">{file.said}</Notice>}
      </div>
    </Section>
  )
}

function numbers(lines: number): string {
  return Array.from({ length: lines }, (_, line) => line + 1).join('\n')
}

function selectLine(area: HTMLTextAreaElement | null, text: string, line: number): void {
  const lines = text.split('\n')
  const start = lines.slice(0, line).reduce((sum, before) => sum + before.length + 1, 0)
  area?.focus()
  area?.setSelectionRange(start, start + (lines[line]?.length ?? 0))
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1)
}
