import { Dialog } from '@base-ui/react/dialog'
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { Button } from './button.tsx'
import styles from './large-view.module.css'
import { isForFocused, LargeViewKeys, type OnKey } from './large-view-keys.ts'

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, PageUp: -1, ArrowRight: 1, PageDown: 1 }

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
  const [takers] = useState(() => new Set<OnKey>())
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey || isForFocused(event)) return
    // React hands up what happens in dialogs that were opened from here, too.
    if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return
    if ([...takers].some(take => take(event))) return event.preventDefault()
    const step = STEPS[event.key]
    if (event.type !== 'keydown' || step === undefined || onStep === undefined) return
    onStep(step)
    event.preventDefault()
  }
  return (
    <Dialog.Root open onOpenChange={open => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Popup
          ref={popup}
          initialFocus={popup}
          className={styles.view ?? ''}
          onKeyDown={onKey}
          onKeyUp={onKey}
        >
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
          <LargeViewKeys value={takers}>{children}</LargeViewKeys>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
