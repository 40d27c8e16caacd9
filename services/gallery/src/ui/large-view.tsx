import { Dialog } from '@base-ui/react/dialog'
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { Button } from './button.tsx'
import styles from './large-view.module.css'

/** Something over the whole page, with left, right and escape. */
export function LargeView({
  title,
  place,
  onStep,
  onClose,
  children,
}: {
  title: string
  /** Where this is among the others, as in `3 of 10`. */
  place?: string | undefined
  /** Goes to the next (1) or the one before (-1). */
  onStep?: ((step: 1 | -1) => void) | undefined
  onClose: () => void
  children: ReactNode
}) {
  const popup = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'ArrowLeft') onStep?.(-1)
    else if (event.key === 'ArrowRight') onStep?.(1)
    else return
    event.preventDefault()
  }
  return (
    <Dialog.Root open onOpenChange={open => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Popup ref={popup} initialFocus={popup} className={styles.view ?? ''} onKeyDown={onKeyDown}>
          <div className={styles.head}>
            <Dialog.Title className={styles.title ?? ''} dir="auto">
              {title}
            </Dialog.Title>
            {place === undefined ? null : <span className={styles.place}>{place}</span>}
            {onStep === undefined ? null : (
              <>
                <Button
                  look="quiet"
                  icon
                  aria-label="Previous"
                  title="Previous (←)"
                  onClick={() => onStep(-1)}
                >
                  <ChevronLeft aria-hidden="true" />
                </Button>
                <Button look="quiet" icon aria-label="Next" title="Next (→)" onClick={() => onStep(1)}>
                  <ChevronRight aria-hidden="true" />
                </Button>
              </>
            )}
            <Dialog.Close render={<Button look="quiet" icon aria-label="Close" title="Close (Esc)" />}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
