import clsx from 'clsx'
import { count } from '../../lib/format.ts'
import { columnsOf, filledItem } from '../../lib/prompt-item.ts'
import type { DraftTable } from '../../state/draft.ts'
import { ColumnsField } from './columns-field.tsx'
import styles from './table-view.module.css'
import type { BatchFile } from './use-batch-file.ts'

/** Rows that are shown as they will be asked for. */
const SHOWN = 3

/** The prompts of a table: which columns it has, and what the first rows come to. */
export function TableView({
  table: { name, items, source },
  retake,
}: {
  table: DraftTable
  retake: BatchFile['retake']
}) {
  const { fields, variables } = columnsOf(items)
  const rest = items.length - SHOWN
  return (
    <div className={styles.table}>
      <div className={styles.columns}>
        <span className={styles.name}>{name}</span>
        <ul aria-label="Columns">
          {fields.map(field => (
            <li key={field} className={styles.column}>
              {field}
            </li>
          ))}
          {variables.map(variable => (
            <li key={`{${variable}`} className={clsx(styles.column, styles.variable)}>
              {`{{${variable}}}`}
            </li>
          ))}
        </ul>
      </div>
      {source === undefined ? null : <ColumnsField open={{ name, source }} retake={retake} />}
      <ol className={styles.rows} aria-label="The first rows, filled in">
        {items.slice(0, SHOWN).map((item, index) => {
          const { prompt, title } = filledItem(item)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows may be alike, and keep their places
            <li key={index}>
              {title === prompt ? null : (
                <p className={styles.title} dir="auto">
                  {title}
                </p>
              )}
              <p dir="auto">{prompt}</p>
            </li>
          )
        })}
      </ol>
      {rest > 0 ? (
        <p className={styles.rest}>
          and {count(rest)} more {rest === 1 ? 'row' : 'rows'}
        </p>
      ) : null}
    </div>
  )
}
