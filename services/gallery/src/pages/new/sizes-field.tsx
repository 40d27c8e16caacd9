import { Plus } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { LookBody } from '../../api/types.ts'
import { ownSize, SIZES, sizeName, sizesOf, withSize } from '../../lib/outputs.ts'
import { changeLook } from '../../state/draft.ts'
import { Button } from '../../ui/button.tsx'
import field from '../../ui/field.module.css'
import styles from './more-look.module.css'

const NOTHING = { width: '', height: '' }

/** What is made of each original: usual sizes, and any in pixels. */
export function SizesField({ outputs }: { outputs: LookBody['outputs'] }) {
  const [own, setOwn] = useState(NOTHING)
  const [fault, setFault] = useState<string>()
  const chosen = sizesOf(outputs)
  const known = SIZES.map(({ size }) => size)
  const others = [...new Set(chosen)].filter(size => !known.includes(size))

  const add = () => {
    const asked = ownSize(outputs, own.width, own.height)
    if ('fault' in asked) return setFault(asked.fault)
    changeLook({ outputs: withSize(outputs, asked.size, true) })
    setOwn(NOTHING)
    setFault(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.metaKey || event.ctrlKey) return
    // The batch is not sent by it.
    event.preventDefault()
    add()
  }

  return (
    <>
      <fieldset className={styles.sizes}>
        <legend className={styles.label}>Sizes; the first is the image</legend>
        {[...known, ...others].map(size => (
          <label key={size}>
            <input
              type="checkbox"
              checked={chosen.includes(size)}
              onChange={event => changeLook({ outputs: withSize(outputs, size, event.target.checked) })}
            />
            {sizeName(size)}
          </label>
        ))}
      </fieldset>
      <div className={styles.own}>
        {(['width', 'height'] as const).map(name => (
          <input
            key={name}
            type="number"
            inputMode="numeric"
            min={64}
            max={4096}
            className={field.input}
            placeholder={name === 'width' ? 'Width' : 'Height'}
            aria-label={name === 'width' ? 'Width in pixels' : 'Height in pixels'}
            value={own[name]}
            onChange={event => {
              setOwn({ ...own, [name]: event.target.value })
              setFault(undefined)
            }}
            onKeyDown={onKeyDown}
            aria-invalid={fault !== undefined}
            aria-describedby="size-fault"
          />
        ))}
        <Button onClick={add}>
          <Plus aria-hidden="true" />
          Add size
        </Button>
        <p id="size-fault" role="alert" className={field.error}>
          {fault}
        </p>
      </div>
    </>
  )
}
