import { useState } from 'react'
import { label } from '../../lib/format.ts'
import { filledItem } from '../../lib/prompt-item.ts'
import { MORE_LOOK_FIELDS } from '../../parse/fields.ts'
import { changeDraft } from '../../state/draft.ts'
import field from '../../ui/field.module.css'
import { Segmented } from '../../ui/segmented.tsx'
import { fieldFaults } from './faults.ts'
import styles from './look-field.module.css'
import { MoreLook } from './more-look.tsx'
import { Preview } from './preview.tsx'
import { Sample } from './sample.tsx'
import { Section } from './section.tsx'
import { useDebounced } from './use-debounced.ts'
import type { NewBatch } from './use-new-batch.ts'

const PARTS = ['style', 'template', 'font'] as const
type Part = (typeof PARTS)[number]

const FIELDS = [...PARTS, ...MORE_LOOK_FIELDS]

/** How the pictures will look: chosen by looking. */
export function LookField({ form }: { form: NewBatch }) {
  const { catalog, values, prompts, faults } = form
  const [part, setPart] = useState<Part>('style')
  const [first = 'Your first prompt stands here'] = prompts
  const title = useDebounced(filledItem(first).title, 400)
  const { style, template, font } = values
  const { theme, kicker, subtitle, byline, language, logo } = useDebounced(values.look, 400)
  const look = { style, template, font, theme, kicker, subtitle, byline, language, logo }
  const options = optionsOf(catalog.data, part)
  const faultOf = (name: Part) => fieldFaults(faults, name)

  return (
    <Section
      fields={FIELDS}
      title="Look"
      note={`${label(style)}, ${label(template).toLowerCase()}, ${label(font)}`}
    >
      <div className={styles.look}>
        <Preview look={look} title={title} />
        <Segmented
          label="Part of the look"
          value={part}
          options={PARTS.map(value => ({ value, label: label(value) }))}
          onChange={setPart}
        />
        {PARTS.flatMap(faultOf).map(message => (
          <p key={message} className={field.error}>
            {message}
          </p>
        ))}
        <fieldset className={styles.options} data-part={part}>
          <legend className="visually-hidden">{label(part)}</legend>
          {options.map(option => (
            <label key={option.id} className={styles.option}>
              <input
                type="radio"
                name={part}
                className="visually-hidden"
                checked={values[part] === option.id}
                onChange={() => changeDraft({ [part]: option.id })}
              />
              <Sample url={option.sampleUrl} />
              <span className={styles.name}>{option.name}</span>
            </label>
          ))}
        </fieldset>
        <MoreLook form={form} />
      </div>
    </Section>
  )
}

function optionsOf(
  catalog: NewBatch['catalog']['data'],
  part: Part,
): { id: string; name: string; sampleUrl: string }[] {
  if (part === 'font')
    return catalog?.fonts.map(({ id, family, sampleUrl }) => ({ id, name: family, sampleUrl })) ?? []
  const list = part === 'style' ? catalog?.styles : catalog?.templates
  return list?.map(({ id, sampleUrl }) => ({ id, name: label(id), sampleUrl })) ?? []
}
