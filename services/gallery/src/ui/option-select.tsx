import type { ModelBody } from '../api/types.ts'
import { label } from '../lib/format.ts'
import { type ModelOption, optionOf, withOption } from '../lib/model-body.ts'
import field from './field.module.css'

/** The choice of one option of a model, with its name. */
export function OptionSelect({
  item,
  option,
  of,
  className,
  onChange,
}: {
  item: ModelBody
  option: ModelOption
  /** Whose option it is, where more than one model has it. */
  of?: string | undefined
  className?: string | undefined
  onChange: (item: ModelBody) => void
}) {
  // `imageSize` as `Image size`.
  const name = label(option.name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`))
  return (
    <label className={className}>
      <span>{name}</span>
      <select
        className={field.select}
        aria-label={of === undefined ? undefined : `${name} of ${of}`}
        value={optionOf(item, option.name) ?? option.usual ?? ''}
        onChange={event => onChange(withOption(item, option, event.target.value))}
      >
        {option.usual === undefined ? <option value="">Usual</option> : null}
        {option.values.map(value => (
          <option key={value} value={value}>
            {label(value)}
          </option>
        ))}
      </select>
    </label>
  )
}
