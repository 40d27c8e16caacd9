import { Plus, X } from 'lucide-react'
import type { ListedModel, ModelBody } from '../../api/types.ts'
import { label } from '../../lib/format.ts'
import { idOf, oneMore, optionOf, optionsOf, withOption } from '../../lib/model-body.ts'
import { changeDraft } from '../../state/draft.ts'
import { Button } from '../../ui/button.tsx'
import field from '../../ui/field.module.css'
import styles from './model-options.module.css'

/** What a chosen model is asked for: a line for each column that it is to have. Nothing where there is no choice. */
export function ModelOptions({ model, chosen }: { model: ListedModel; chosen: readonly ModelBody[] }) {
  const options = optionsOf(model)
  if (options.length === 0) return null
  const own = chosen.flatMap((item, place) => (idOf(item) === model.id ? [{ item, place }] : []))
  const more = oneMore(
    model,
    own.map(({ item }) => item),
  )
  const last = own.at(-1)?.place ?? chosen.length
  return (
    <div className={styles.options} data-several={own.length > 1}>
      {own.map(({ item, place }, index) => (
        <div key={place} className={styles.line}>
          {options.map(option => (
            <label key={option.name} className={styles.option}>
              <span>{words(option.name)}</span>
              <select
                className={field.select}
                aria-label={`${words(option.name)} of ${model.label}${own.length > 1 ? `, column ${index + 1}` : ''}`}
                value={optionOf(item, option.name) ?? option.usual ?? ''}
                onChange={event =>
                  changeDraft({ models: chosen.with(place, withOption(item, option, event.target.value)) })
                }
              >
                {option.usual === undefined ? <option value="">Usual</option> : null}
                {option.values.map(value => (
                  <option key={value} value={value}>
                    {label(value)}
                  </option>
                ))}
              </select>
            </label>
          ))}
          {own.length > 1 ? (
            <Button
              look="quiet"
              icon
              aria-label={`Take column ${index + 1} of ${model.label} away`}
              onClick={() => changeDraft({ models: chosen.toSpliced(place, 1) })}
            >
              <X aria-hidden="true" />
            </Button>
          ) : null}
        </div>
      ))}
      {more === undefined ? null : (
        <Button
          look="quiet"
          className={styles.more}
          aria-label={`Another column of ${model.label}`}
          onClick={() => changeDraft({ models: chosen.toSpliced(last + 1, 0, more) })}
        >
          <Plus aria-hidden="true" />
          Another column
        </Button>
      )}
    </div>
  )
}

/** `imageSize` as `Image size`. */
function words(name: string): string {
  return label(name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`))
}
