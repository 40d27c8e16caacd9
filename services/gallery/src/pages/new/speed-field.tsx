import { usd } from '../../lib/format.ts'
import { idOf, isDead } from '../../lib/model-body.ts'
import { changeDraft } from '../../state/draft.ts'
import field from '../../ui/field.module.css'
import { Notice } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { fieldFaults } from './faults.ts'
import { Section } from './section.tsx'
import styles from './speed-field.module.css'
import type { NewBatch } from './use-new-batch.ts'

/** How soon images are made, and what that costs: now, or by the providers' batch APIs. */
export function SpeedField({ form }: { form: NewBatch }) {
  const { values, faults, ready, estimate } = form
  const isEconomy = values.speed === 'economy'
  const { asapUsd, economyUsd, estimateUsd } = (ready ? estimate.data : undefined) ?? {}
  const sums = {
    asap: asapUsd ?? estimateUsd,
    economy: economyUsd ?? (asapUsd === undefined ? undefined : estimateUsd),
  }
  const said = (words: string, sum: number | undefined) =>
    sum === undefined ? words : `${words}, ${usd(sum)}`
  const wrong = [...fieldFaults(faults, 'speed'), ...fieldFaults(faults, 'economy')]
  const [late] = fieldFaults(faults, 'deadline')
  const outside = modelsOutside(form)
  return (
    <Section fields={['speed', 'economy', 'deadline']} title="How soon">
      <Segmented
        label="How soon"
        value={isEconomy ? 'economy' : 'asap'}
        options={[
          { value: 'asap', label: said('Now', sums.asap) },
          { value: 'economy', label: said('Half price, by tomorrow', sums.economy) },
        ]}
        onChange={speed => changeDraft({ speed: speed === 'economy' ? speed : undefined })}
      />
      {isEconomy ? (
        <div className={styles.economy}>
          {outside.length > 0 ? (
            <Notice kind="info">
              {`Made now, at the full price: ${outside.join(', ')}. No batch API makes ${outside.length === 1 ? 'it' : 'them'}.`}
            </Notice>
          ) : null}
          <div>
            <label htmlFor="deadline" className={styles.label}>
              Finish by
            </label>
            <input
              id="deadline"
              type="datetime-local"
              className={field.input}
              value={values.deadline}
              onChange={event => changeDraft({ deadline: event.target.value })}
              aria-invalid={late !== undefined}
              aria-describedby="deadline-fault deadline-hint"
            />
            <p id="deadline-hint" className={styles.hint}>
              May stay empty. What is not there in time is made at once, at the full price.
            </p>
            <p id="deadline-fault" className={field.error}>
              {late}
            </p>
          </div>
        </div>
      ) : null}
      {wrong.map(message => (
        <p key={message} className={field.error}>
          {message}
        </p>
      ))}
    </Section>
  )
}

/** Labels of the chosen models that no batch API makes. */
function modelsOutside({ catalog, models }: NewBatch): string[] {
  const known = new Map(catalog.data?.models.map(model => [model.id, model]))
  return [...new Set(models.map(idOf))].flatMap(id => {
    const model = known.get(id)
    // One that is gone is made by another, which the API tells of.
    return model === undefined || isDead(model) || model.economy ? [] : [model.label]
  })
}
