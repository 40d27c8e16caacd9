import { X } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import field from './field.module.css'
import styles from './tags.module.css'

/** What a batch can be found by. */
export function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <span className={styles.tags}>
      {tags.map(tag => (
        <span key={tag} className={styles.tag} dir="auto">
          {tag}
        </span>
      ))}
    </span>
  )
}

/** Tags to change: Enter or a comma adds what was written, Backspace takes the last one away. */
export function TagsField({
  id,
  tags,
  onChange,
}: {
  /** Of the input. */
  id: string
  tags: readonly string[]
  onChange: (tags: string[]) => void
}) {
  const [written, setWritten] = useState('')
  const help = useId()
  const add = (text: string) => {
    const added = withTags(tags, text)
    if (added.length !== tags.length) onChange(added)
    setWritten('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && written.trim() !== '') {
      // Else it would send the form.
      event.preventDefault()
      add(written)
    } else if (event.key === 'Backspace' && written === '') onChange(tags.slice(0, -1))
  }
  return (
    <div className={`${field.input} ${styles.field}`}>
      {tags.map(tag => (
        <span key={tag} className={styles.tag} dir="auto">
          {tag}
          <button
            type="button"
            aria-label={`Remove ${tag}`}
            onClick={() => onChange(tags.filter(other => other !== tag))}
          >
            <X aria-hidden="true" />
          </button>
        </span>
      ))}
      <input
        id={id}
        value={written}
        maxLength={40}
        dir="auto"
        aria-describedby={help}
        placeholder={tags.length === 0 ? 'draft, autumn' : ''}
        onChange={event =>
          event.target.value.includes(',') ? add(event.target.value) : setWritten(event.target.value)
        }
        onKeyDown={onKeyDown}
        onBlur={() => add(written)}
      />
      <span id={help} className="visually-hidden">
        Enter or a comma adds a tag, Backspace removes the last
      </span>
    </div>
  )
}

/** Tags with those of a text that are not among them in any case. */
function withTags(tags: readonly string[], text: string): string[] {
  const all = new Map(tags.map(tag => [tag.toLowerCase(), tag]))
  for (const tag of text.split(',').map(part => part.trim()))
    if (tag !== '' && !all.has(tag.toLowerCase())) all.set(tag.toLowerCase(), tag)
  return [...all.values()]
}
