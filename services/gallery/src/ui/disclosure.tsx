import {
  cloneElement,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import styles from './disclosure.module.css'

/** A button that unfolds a list of links below it. It folds when one is taken, by Escape, and by a click or the focus elsewhere. */
export function Disclosure({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    if (!open) return
    const onElsewhere = ({ target }: Event) => {
      if (!(target instanceof Node && frame.current?.contains(target))) setOpen(false)
    }
    for (const event of ['pointerdown', 'focusin']) addEventListener(event, onElsewhere)
    return () => {
      for (const event of ['pointerdown', 'focusin']) removeEventListener(event, onElsewhere)
    }
  }, [open])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    event.stopPropagation()
    setOpen(false)
    frame.current?.querySelector('button')?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape folds the list from any of its links
    <div ref={frame} className={styles.frame} onKeyDown={onKeyDown}>
      {cloneElement(trigger as ReactElement<Record<string, unknown>>, {
        'aria-expanded': open,
        'aria-controls': id,
        onClick: () => setOpen(!open),
      })}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: links are clicked by Enter */}
      <ul id={id} className={styles.list} hidden={!open} onClick={() => setOpen(false)}>
        {children}
      </ul>
    </div>
  )
}
