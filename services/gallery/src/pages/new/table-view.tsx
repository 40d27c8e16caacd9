import clsx from 'clsx'
import { useState } from 'react'
import { count } from '../../lib/format.ts'
import { columnsOf, filledItem } from '../../lib/prompt-item.ts'
import { changeRow, type DraftTable, referencesOf } from '../../state/draft.ts'
import { Button } from '../../ui/button.tsx'
import { ColumnsField } from './columns-field.tsx'
import styles from './table-view.module.css'
import { Thumbs } from './thumbs.tsx'
import type { BatchFile } from './use-batch-file.ts'
import type { Pictures } from './use-pictures.ts'

/** Rows that are shown as they will be asked for. */
const SHOWN = 3

/** How many more are shown when somebody asks. */
const MORE = 20

/** The prompts of a table: which columns it has, and what the first rows come to. */
export function TableView({
  table: { name, items, source },
  retake,
  pictures,
}: {
  table: DraftTable
  retake: BatchFile['retake']
  pictures: Pictures
}) {
  const [shown, setShown] = useState(SHOWN)
  const { fields, variables } = columnsOf(items)
  const rest = items.length - shown
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
        {items.slice(0, shown).map((item, index) => {
          const { prompt, title } = filledItem(item)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows may be alike, and keep their places
            <li key={index} data-row={index}>
              {title === prompt ? null : (
                <p className={styles.title} dir="auto">
                  {title}
                </p>
              )}
              <p dir="auto">{prompt}</p>
              <Thumbs
                references={referencesOf(item)}
                of={`for row ${index + 1}`}
                onAdd={chosen => void pictures.add(chosen, index)}
                onRemove={place => changeRow(index, referencesOf(item).toSpliced(place, 1))}
              />
            </li>
          )
        })}
      </ol>
      {rest > 0 ? (
        <p className={styles.rest}>
          and {count(rest)} more {rest === 1 ? 'row' : 'rows'}
          <Button look="quiet" onClick={() => setShown(shown + MORE)}>
            Show more
          </Button>
        </p>
      ) : null}
    </div>
  )
}
