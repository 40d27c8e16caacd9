import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ListedModel, Model } from '../../api/types.ts'
import { day, usd } from '../../lib/format.ts'
import { PROVIDERS } from '../../lib/lane.ts'
import { idOf, isDead } from '../../lib/model-body.ts'
import { changeDraft } from '../../state/draft.ts'
import field from '../../ui/field.module.css'
import { FallbackField } from './fallback-field.tsx'
import { fieldFaults, itemFaults } from './faults.ts'
import { ModelOptions } from './model-options.tsx'
import styles from './models-field.module.css'
import { Section } from './section.tsx'
import type { NewBatch } from './use-new-batch.ts'

export function ModelsField({ form }: { form: NewBatch }) {
  const { catalog, models: chosen, faults } = form
  const known = catalog.data?.models ?? []
  const ids = chosen.map(idOf)
  // A file may name models that are gone, or that nobody knows: they stay in sight, so that they can be dropped.
  const shown = [
    ...known.filter(model => isDead(model) && ids.includes(model.id)),
    ...known.filter(model => !isDead(model)),
  ]
  const strange =
    catalog.data === undefined ? [] : [...new Set(ids)].filter(id => !known.some(model => model.id === id))
  const items = itemFaults(faults, 'models')
  const whole = fieldFaults(faults, 'models')
  const faultOf = (id: string) => items.find(fault => ids[fault.index] === id)?.message

  const toggle = (id: string, on: boolean) =>
    changeDraft({ models: on ? [...chosen, id] : chosen.filter(other => idOf(other) !== id) })

  const row = (model: ListedModel) => (
    <Row
      key={model.id}
      id={model.id}
      on={ids.includes(model.id)}
      toggle={toggle}
      fault={faultOf(model.id)}
      label={model.label}
      detail={[PROVIDERS[model.provider], ...(model.economy ? ['half price offered'] : [])].join(', ')}
      warning={lifeOf(model)}
      unavailable={model.unavailableReason}
      price={model.price === undefined ? undefined : usd(model.price.usd)}
    >
      {ids.includes(model.id) ? <ModelOptions model={model} chosen={chosen} /> : null}
    </Row>
  )
  const leaving = shown.filter(model => lifeOf(model) !== undefined && !ids.includes(model.id))

  return (
    <Section
      fields={['models', 'fallback', 'fallbackOn']}
      title="Models"
      note={chosen.length > 0 ? `${chosen.length} chosen` : 'choose at least one'}
    >
      {catalog.data === undefined ? (
        <div className={styles.loading} aria-hidden="true" />
      ) : (
        <fieldset>
          <legend className="visually-hidden">Models</legend>
          <div className={styles.models}>
            {strange.map(id => (
              <Row
                key={id}
                id={id}
                on
                toggle={toggle}
                fault={faultOf(id)}
                label={id}
                detail="not in the catalog"
              />
            ))}
            {shown.filter(model => !leaving.includes(model)).map(row)}
          </div>
          {leaving.length > 0 ? (
            <details className={styles.leaving}>
              <summary>{leaving.length} more that are on their way out</summary>
              <div className={styles.models}>{leaving.map(row)}</div>
            </details>
          ) : null}
        </fieldset>
      )}
      <FallbackField form={form} />
      {whole.map(message => (
        <p key={message} className={field.error}>
          {message}
        </p>
      ))}
    </Section>
  )
}

function Row(model: {
  id: string
  on: boolean
  toggle: (id: string, on: boolean) => void
  label: string
  detail: string
  warning?: string | undefined
  price?: string | undefined
  /** Why nobody can make it now: it can be dropped, and not be chosen. */
  unavailable?: string | undefined
  fault?: string | undefined
  children?: ReactNode
}) {
  return (
    <div className={styles.row} data-unavailable={model.unavailable !== undefined}>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={model.on}
          disabled={model.unavailable !== undefined && !model.on}
          onChange={event => model.toggle(model.id, event.target.checked)}
          aria-invalid={model.fault !== undefined}
        />
        <span className={styles.name}>
          <span>{model.label}</span>
          <span className={styles.detail}>{model.detail}</span>
        </span>
        <span className={styles.price}>
          {model.price ?? <span className={styles.detail}>price unknown</span>}
        </span>
        {model.warning === undefined ? null : (
          <span className={styles.warning}>
            <TriangleAlert aria-hidden="true" />
            {model.warning}
          </span>
        )}
        {model.unavailable === undefined ? null : (
          <span className={styles.warning}>
            <TriangleAlert aria-hidden="true" />
            Not available: {model.unavailable}
          </span>
        )}
        {model.fault === undefined ? null : <span className={styles.fault}>{model.fault}</span>}
      </label>
      {model.children}
    </div>
  )
}

/** What a model's life means for who chooses it; undefined if there is nothing to say. */
function lifeOf(model: Model): string | undefined {
  const { shutdown, replacedBy } = model
  if (shutdown === undefined) return replacedBy && `Deprecated. Next: ${replacedBy}`
  if (isDead(model)) return `Shut down on ${day(shutdown)}. Runs on ${replacedBy ?? 'nothing'} instead`
  return `Shuts down on ${day(shutdown)}${replacedBy ? `. Then ${replacedBy}` : ''}`
}
