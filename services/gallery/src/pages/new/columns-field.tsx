import type { OpenTable } from '../../parse/no-batch.ts'
import { COLUMN_USES, type ColumnUse, withUse } from '../../parse/table-source.ts'
import field from '../../ui/field.module.css'
import styles from './columns-field.module.css'
import type { BatchFile } from './use-batch-file.ts'

const USES: Readonly<Record<ColumnUse, string>> = {
  prompt: 'Prompt',
  title: 'Title',
  variable: 'Variable',
  language: 'Language',
  kicker: 'Above the title',
  subtitle: 'Below the title',
  byline: 'Byline',
  references: 'Pictures to go by',
  nothing: 'Nothing',
}

interface ColumnsProps {
  open: OpenTable
  retake: BatchFile['retake']
}

/** What each column of a table is taken for, to take it for something else. */
export function ColumnsField({ open, retake }: ColumnsProps) {
  const { columns } = open.source
  return (
    <details className={styles.columns}>
      <summary>What each column is taken for</summary>
      <ul>
        {columns.map(({ name, use }) => (
          <li key={name}>
            <label>
              <span className={styles.name} dir="auto">
                {name}
              </span>
              <select
                className={field.select}
                value={use}
                onChange={event => void retake(open, withUse(columns, name, event.target.value as ColumnUse))}
              >
                {/* Without prompts there is no batch: another column is to be taken for them first. */}
                {COLUMN_USES.filter(other => use !== 'prompt' || other === 'prompt').map(other => (
                  <option key={other} value={other}>
                    {other === 'variable' ? `Variable {{${name}}}` : USES[other]}
                  </option>
                ))}
              </select>
            </label>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Asks which column the prompts are, where no name tells. */
export function PromptColumn({ open, retake }: ColumnsProps) {
  const { columns } = open.source
  return (
    <label className={styles.ask}>
      The prompts of {open.name} are in
      <select
        className={field.select}
        value=""
        onChange={event => void retake(open, withUse(columns, event.target.value, 'prompt'))}
      >
        <option value="">which column?</option>
        {columns.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}
