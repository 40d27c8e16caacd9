import { useQuery } from '@tanstack/react-query'
import { api } from '../../../api/calls.ts'
import { label } from '../../../lib/format.ts'
import { FORMATS, formatOf, SIZES, sizesOf, withFormat, withSize } from '../../../lib/outputs.ts'
import type { Look } from '../../../lib/recompose.ts'
import field from '../../../ui/field.module.css'
import { Segmented } from '../../../ui/segmented.tsx'
import styles from './mend-dialog.module.css'

const OWN_THEME = { value: '', label: "Template's own" } as const
const THEMES = [
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
] as const

/** What a look that pictures are given anew is chosen by. */
export function LookFields({
  look,
  ownTheme,
  onChange,
}: {
  look: Look
  /** Whether the template's own theme can be had: a batch that was given another keeps to one of the two. */
  ownTheme: boolean
  onChange: (look: Look) => void
}) {
  const { data: catalog } = useQuery({ queryKey: ['catalog'], queryFn: api.catalog, staleTime: 300_000 })
  const templates = withCurrent(
    catalog?.templates.map(({ id }) => ({ id, name: label(id) })),
    look.template,
  )
  const fonts = withCurrent(
    catalog?.fonts.map(({ id, family }) => ({ id, name: family })),
    look.font,
  )
  const change = (part: Partial<Look>) => onChange({ ...look, ...part })
  const sizes = sizesOf(look.outputs)
  const own = sizes.filter(size => !SIZES.some(known => known.size === size))
  return (
    <>
      <label htmlFor="recompose-template">Template</label>
      <select
        id="recompose-template"
        className={field.input}
        value={look.template}
        onChange={event => change({ template: event.target.value })}
      >
        {templates.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <label htmlFor="recompose-font">Font</label>
      <select
        id="recompose-font"
        className={field.input}
        value={look.font}
        onChange={event => change({ font: event.target.value })}
      >
        {fonts.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <div className={styles.line}>
        <Segmented
          label="Theme"
          value={look.theme ?? ''}
          options={ownTheme ? [OWN_THEME, ...THEMES] : THEMES}
          onChange={theme => change({ theme: theme === '' ? undefined : theme })}
        />
      </div>
      <div className={styles.line}>
        <label>
          <input
            type="checkbox"
            checked={look.title}
            onChange={event => change({ title: event.target.checked })}
          />
          Titles on the pictures
        </label>
        <label>
          <input
            type="checkbox"
            checked={look.titleSize === 'series'}
            disabled={!look.title}
            onChange={event => change({ titleSize: event.target.checked ? 'series' : 'fit' })}
          />
          All in one size
        </label>
      </div>
      <details className={styles.more}>
        <summary>
          Sizes and format <span>{[...sizes, formatOf(look.outputs).toUpperCase()].join(', ')}</span>
        </summary>
        <fieldset className={styles.sizes}>
          <legend className="visually-hidden">Sizes; the first is the image</legend>
          {[...SIZES, ...own.map(size => ({ size, name: size }))].map(({ size, name }) => (
            <label key={size}>
              <input
                type="checkbox"
                checked={sizes.includes(size)}
                onChange={event => change({ outputs: withSize(look.outputs, size, event.target.checked) })}
              />
              {name}
            </label>
          ))}
        </fieldset>
        <Segmented
          label="Format"
          value={formatOf(look.outputs)}
          options={FORMATS.map(value => ({ value, label: value.toUpperCase() }))}
          onChange={format => change({ outputs: withFormat(look.outputs, format) })}
        />
      </details>
    </>
  )
}

/** With the one that is in use, should it not be listed any more. */
function withCurrent(listed: { id: string; name: string }[] = [], current: string) {
  return listed.some(({ id }) => id === current) ? listed : [{ id: current, name: label(current) }, ...listed]
}
