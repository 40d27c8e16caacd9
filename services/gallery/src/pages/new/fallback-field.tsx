import type { ModelBody } from '../../api/types.ts'
import { idOf, isDead } from '../../lib/model-body.ts'
import { changeDraft } from '../../state/draft.ts'
import field from '../../ui/field.module.css'
import { fieldFaults, itemFaults } from './faults.ts'
import styles from './models-field.module.css'
import type { NewBatch } from './use-new-batch.ts'

/** Which model makes an image where its own cannot. A file may name more than one, with options: they stay until another is chosen. */
export function FallbackField({ form: { catalog, values, faults } }: { form: NewBatch }) {
  const { fallback = [] } = values
  const known = (catalog.data?.models ?? []).filter(model => !isDead(model))
  const [first] = fallback
  const isOne = fallback.length === 1 && typeof first === 'string' && known.some(({ id }) => id === first)
  const several = fallback.length > 0 && !isOne
  const wrong = [
    ...itemFaults(faults, 'fallback').map(({ message }) => message),
    ...fieldFaults(faults, 'fallback'),
  ]
  return (
    <div className={styles.fallback}>
      <label htmlFor="fallback">Where a model refuses or has no quota left</label>
      <select
        id="fallback"
        className={field.select}
        value={isOne ? first : several ? SEVERAL : ''}
        onChange={event => choose(event.target.value)}
        aria-invalid={wrong.length > 0}
        aria-describedby="fallback-fault"
      >
        <option value="">The image fails</option>
        {several ? <option value={SEVERAL}>{`Ask ${fallback.map(idOf).join(', then ')}`}</option> : null}
        {known.map(({ id, label, unavailableReason }) => (
          <option key={id} value={id} disabled={unavailableReason !== undefined}>
            {`Ask ${label}`}
          </option>
        ))}
      </select>
      <p id="fallback-fault" className={field.error}>
        {wrong[0]}
      </p>
    </div>
  )
}

/** No model has this id. */
const SEVERAL = '*'

function choose(id: string): void {
  if (id === SEVERAL) return
  const fallback: ModelBody[] | undefined = id === '' ? undefined : [id]
  changeDraft({ fallback, ...(fallback === undefined && { fallbackOn: undefined }) })
}
