import { useEffect } from 'react'
import { useAddress } from '../../../router.ts'

/** What a key is typed into, rather than pressed on. */
const TYPED_INTO = 'input, textarea, select, [contenteditable]'

/** `R` rewords a leaf, to make it again: the one that is open, or that has the focus on the sheet. */
export function useAgainKey(enabled: boolean): void {
  const [search, change] = useAddress()
  const opened = search.get('leaf') ?? undefined
  useEffect(() => {
    if (!enabled) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'r' || event.altKey || event.ctrlKey || event.metaKey) return
      const { target } = event
      if (!(target instanceof HTMLElement) || target.closest(TYPED_INTO) !== null) return
      const leaf = opened ?? leafOf(target)
      if (leaf === undefined) return
      event.preventDefault()
      change({ leaf, again: '1' }, { replace: opened !== undefined })
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}

/** Id of the leaf in a cell of the sheet. */
function leafOf(target: HTMLElement): string | undefined {
  return target.closest<HTMLElement>('[data-leaf]')?.dataset.leaf
}
