import { Star, X } from 'lucide-react'
import { useEffect } from 'react'
import type { LeafPick, LeafView } from '../api/types.ts'
import { togglePick, usePickOf } from '../state/picks.ts'
import { Button } from './button.tsx'
import styles from './pick-buttons.module.css'

const KEYS: Readonly<Record<string, LeafPick>> = { p: 'picked', x: 'rejected' }

/** Says of the leaf that is shown whether it is one of the good ones: by button, and by key wherever the focus is. */
export function PickButtons({ batchId, leaf }: { batchId: string; leaf: LeafView }) {
  const pick = usePickOf(batchId)(leaf)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const word = KEYS[event.key.toLowerCase()]
      const types = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (word === undefined || types || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      togglePick(batchId, leaf, word)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [batchId, leaf])
  return (
    <>
      <Button
        className={styles.pick}
        aria-pressed={pick === 'picked'}
        title="P"
        onClick={() => togglePick(batchId, leaf, 'picked')}
      >
        <Star aria-hidden="true" />
        {pick === 'picked' ? 'Picked' : 'Pick'}
      </Button>
      <Button
        aria-pressed={pick === 'rejected'}
        title="X"
        onClick={() => togglePick(batchId, leaf, 'rejected')}
      >
        <X aria-hidden="true" />
        {pick === 'rejected' ? 'Rejected' : 'Reject'}
      </Button>
    </>
  )
}
