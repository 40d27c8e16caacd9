import { count } from '../../lib/format.ts'
import { changeDraft, typedAsTable } from '../../state/draft.ts'
import { Button } from '../../ui/button.tsx'
import field from '../../ui/field.module.css'
import { fieldFaults, itemFaults } from './faults.ts'
import styles from './references-field.module.css'
import { Section } from './section.tsx'
import { Thumbs } from './thumbs.tsx'
import type { NewBatch } from './use-new-batch.ts'
import type { Pictures } from './use-pictures.ts'

/** Pictures that models are given with every prompt. */
export function ReferencesField({
  form: { values, prompts, faults },
  pictures,
}: {
  form: NewBatch
  pictures: Pictures
}) {
  const { references = [], table } = values
  const wrong = [
    ...itemFaults(faults, 'references').map(({ index, message }) => `Picture ${index + 1} ${message}`),
    ...fieldFaults(faults, 'references'),
    ...pictures.faults,
  ]
  return (
    <Section
      fields={['references']}
      title="Pictures to go by"
      note="a mascot, a product, a style; may stay empty"
    >
      <Thumbs
        references={references}
        of="for every prompt"
        onAdd={chosen => void pictures.add(chosen)}
        onRemove={place => changeDraft({ references: references.toSpliced(place, 1) })}
      />
      <p className={styles.hint} role="status">
        {pictures.busy > 0
          ? `Uploading ${count(pictures.busy)}…`
          : 'PNG, JPEG or WebP. Drop them anywhere, or on the row of a table.'}
      </p>
      {wrong.map(message => (
        <p key={message} className={field.error}>
          {message}
        </p>
      ))}
      {table === undefined && prompts.length > 0 ? (
        <Button look="quiet" className={styles.own} onClick={typedAsTable}>
          Give each prompt pictures of its own
        </Button>
      ) : null}
    </Section>
  )
}
