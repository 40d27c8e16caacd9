import { changeDraft } from '../../state/draft.ts'
import field from '../../ui/field.module.css'
import { fieldFaults } from './faults.ts'
import { Section } from './section.tsx'
import type { NewBatch } from './use-new-batch.ts'
import styles from './words-field.module.css'

const VARIATIONS = Array.from({ length: 10 }, (_, index) => index + 1)

/** How many images are made of what is asked for. */
export function AmountField({ form: { values, faults } }: { form: NewBatch }) {
  const [variations] = fieldFaults(faults, 'variations')
  const [sample] = fieldFaults(faults, 'sample')
  return (
    <Section
      fields={['variations', 'sample']}
      title="How many"
      note="one of each, unless you say more or fewer"
    >
      <div className={styles.words}>
        <div>
          <label htmlFor="variations" className={styles.label}>
            Variations of each prompt by each model
          </label>
          <select
            id="variations"
            className={field.input}
            value={values.variations}
            onChange={event => changeDraft({ variations: Number(event.target.value) })}
            aria-invalid={variations !== undefined}
            aria-describedby="variations-fault"
          >
            {VARIATIONS.map(number => (
              <option key={number}>{number}</option>
            ))}
          </select>
          <p id="variations-fault" className={field.error}>
            {variations}
          </p>
        </div>
        <div>
          <label htmlFor="sample" className={styles.label}>
            Only a sample of so many images
          </label>
          <input
            id="sample"
            type="number"
            min={1}
            step={1}
            className={field.input}
            placeholder="All of them"
            value={values.sample}
            onChange={event => changeDraft({ sample: event.target.value })}
            aria-invalid={sample !== undefined}
            aria-describedby="sample-fault"
          />
          <p id="sample-fault" className={field.error}>
            {sample}
          </p>
        </div>
      </div>
    </Section>
  )
}
