import { useState } from 'react'
import type { LookBody } from '../../api/types.ts'
import { FORMATS, formatOf, sizesOf, withFormat } from '../../lib/outputs.ts'
import { MORE_LOOK_FIELDS } from '../../parse/fields.ts'
import { changeLook } from '../../state/draft.ts'
import field from '../../ui/field.module.css'
import { Segmented } from '../../ui/segmented.tsx'
import { LogoField } from './logo-field.tsx'
import styles from './more-look.module.css'
import { SizesField } from './sizes-field.tsx'
import type { NewBatch } from './use-new-batch.ts'

const TEXTS = [
  { name: 'kicker', label: 'Above the title' },
  { name: 'subtitle', label: 'Below the title' },
  { name: 'byline', label: 'Byline' },
  { name: 'language', label: 'Language, as in ja or zh-Hant' },
] as const

const THEMES = [
  { value: '', label: "Template's own" },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
] as const

/** The part of a look that most batches leave as it is. */
export function MoreLook({ form: { values, faults } }: { form: NewBatch }) {
  const { look } = values
  const [opened, setOpened] = useState(false)
  const messages = faults.filter(({ field }) => MORE_LOOK_FIELDS.some(name => isAt(field, name)))
  return (
    <details
      className={styles.more}
      open={messages.length > 0 || undefined}
      onToggle={event => setOpened(opened || event.currentTarget.open)}
    >
      <summary>
        More <span className={styles.note}>{noteOf(look)}</span>
      </summary>
      <div className={styles.parts}>
        {messages.map(({ field: at, message }) => (
          <p key={at} className={field.error}>
            {at} {message}
          </p>
        ))}
        <SizesField outputs={look.outputs} />
        <div className={styles.line}>
          <span className={styles.label}>Format</span>
          <Segmented
            label="Format"
            value={formatOf(look.outputs)}
            options={FORMATS.map(value => ({ value, label: value.toUpperCase() }))}
            onChange={format => changeLook({ outputs: withFormat(look.outputs, format) })}
          />
        </div>
        <div className={styles.line}>
          <span className={styles.label}>Theme</span>
          <Segmented
            label="Theme"
            value={look.theme ?? ''}
            options={THEMES}
            onChange={theme => changeLook({ theme: theme === '' ? undefined : theme })}
          />
        </div>
        <div className={styles.line}>
          <label>
            <input
              type="checkbox"
              checked={look.title !== false}
              onChange={event => changeLook({ title: event.target.checked ? undefined : false })}
            />
            Titles on the pictures
          </label>
          <label>
            <input
              type="checkbox"
              checked={look.titleSize === 'series'}
              onChange={event => changeLook({ titleSize: event.target.checked ? 'series' : undefined })}
            />
            All in one size
          </label>
        </div>
        {TEXTS.map(({ name, label }) => (
          <label key={name} className={styles.text}>
            <span className={styles.label}>{label}</span>
            <input
              className={field.input}
              value={look[name] ?? ''}
              onChange={event => changeLook({ [name]: event.target.value || undefined })}
            />
          </label>
        ))}
        {opened ? <LogoField logo={look.logo} /> : null}
      </div>
    </details>
  )
}

/** What differs from most batches, in a few words. */
function noteOf({
  outputs,
  title,
  titleSize,
  theme,
  kicker,
  subtitle,
  byline,
  language,
  logo,
}: LookBody): string {
  const format = formatOf(outputs)
  const sizes = sizesOf(outputs)
  return [
    ...(outputs === undefined ? [] : [...sizes, ...(format === 'jpeg' ? [] : [format.toUpperCase()])]),
    ...(theme === undefined ? [] : [theme]),
    ...(title === false ? ['no titles'] : titleSize === 'series' ? ['one size of titles'] : []),
    ...Object.entries({ kicker, subtitle, byline, language, logo }).flatMap(([name, text]) =>
      text ? [name] : [],
    ),
  ].join(', ')
}

function isAt(path: string, name: string): boolean {
  return path === name || path.startsWith(`${name}[`)
}
