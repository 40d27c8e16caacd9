import { Plus, X } from 'lucide-react'
import type { ListedModel, ModelBody } from '../../api/types.ts'
import { idOf, oneMore, optionsOf } from '../../lib/model-body.ts'
import { changeDraft } from '../../state/draft.ts'
import { Button } from '../../ui/button.tsx'
import { OptionSelect } from '../../ui/option-select.tsx'
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
            <OptionSelect
              key={option.name}
              className={styles.option}
              item={item}
              option={option}
              of={`${model.label}${own.length > 1 ? `, column ${index + 1}` : ''}`}
              onChange={next => changeDraft({ models: chosen.with(place, next) })}
            />
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
