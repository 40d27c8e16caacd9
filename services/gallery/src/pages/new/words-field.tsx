import { changeDraft } from '../../state/draft.ts'
import field from '../../ui/field.module.css'
import { fieldFaults } from './faults.ts'
import { Section } from './section.tsx'
import type { NewBatch } from './use-new-batch.ts'
import styles from './words-field.module.css'

const WORDS = [
  {
    name: 'context',
    label: 'Context',
    hint: 'What the pictures are for, as in: a series of blog posts on queues',
  },
  {
    name: 'extraPrompt',
    label: 'Extra prompt',
    hint: 'Added to every prompt, as in: no people, muted colours',
  },
] as const

const BOUNDS = [
  {
    name: 'maxCost',
    field: 'maxCostUsd',
    label: 'Spend at most, in USD',
    hint: 'No limit of its own',
    type: 'number',
  },
  {
    name: 'webhook',
    field: 'webhook',
    label: 'Tell this address when it has settled',
    hint: 'https://',
    type: 'url',
  },
] as const

/** Words that go to the models with every prompt. */
export function WordsField({ form: { values, faults } }: { form: NewBatch }) {
  return (
    <Section fields={['context', 'extraPrompt']} title="For every prompt" note="may stay empty">
      <div className={styles.words}>
        {WORDS.map(({ name, label, hint }) => {
          const [fault] = fieldFaults(faults, name)
          return (
            <div key={name}>
              <label htmlFor={name} className={styles.label}>
                {label}
              </label>
              <textarea
                id={name}
                rows={2}
                className={field.input}
                placeholder={hint}
                value={values[name]}
                onChange={event => changeDraft({ [name]: event.target.value })}
                aria-invalid={fault !== undefined}
                aria-describedby={`${name}-fault`}
              />
              <p id={`${name}-fault`} className={field.error}>
                {fault}
              </p>
            </div>
          )
        })}
      </div>
    </Section>
  )
}

/** What a batch may cost, what it need not pay for, and who is told of its end. */
export function BoundsField({ form: { values, faults, limits } }: { form: NewBatch }) {
  // One that a file brought stays in sight, to be taken out.
  const noWebhooks = limits !== undefined && limits.webhooks === undefined
  const shown = BOUNDS.filter(({ name }) => name !== 'webhook' || !noWebhooks || values.webhook !== '')
  return (
    <Section fields={['maxCostUsd', 'webhook', 'reuse']} title="Cost and notice" note="may stay empty">
      <div className={styles.words}>
        {shown.map(({ name, field: path, label, hint, type }) => {
          const [fault] = fieldFaults(faults, path)
          return (
            <div key={name}>
              <label htmlFor={name} className={styles.label}>
                {label}
              </label>
              <input
                id={name}
                type={type}
                min={0}
                step="any"
                className={field.input}
                placeholder={hint}
                value={values[name]}
                onChange={event => changeDraft({ [name]: event.target.value })}
                aria-invalid={fault !== undefined}
                aria-describedby={`${name}-fault`}
              />
              <p id={`${name}-fault`} className={field.error}>
                {fault}
              </p>
            </div>
          )
        })}
      </div>
      {noWebhooks ? (
        <p className={styles.hint}>
          Nobody can be told when a batch has settled: the server has no WEBHOOK_SECRET.
        </p>
      ) : null}
      <label className={styles.reuse}>
        <input
          type="checkbox"
          checked={values.reuse === 'always'}
          onChange={event => changeDraft({ reuse: event.target.checked ? 'always' : undefined })}
        />
        Take pictures that other batches have got for the same request, at no cost
      </label>
    </Section>
  )
}
