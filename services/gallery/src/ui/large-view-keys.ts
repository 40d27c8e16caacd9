import { createContext, type KeyboardEvent, use, useEffect, useRef } from 'react'

/** Takes a key that goes down or up in a large view. Says whether it was one of its own. */
export type OnKey = (event: KeyboardEvent) => boolean

/** What is in a large view and takes keys, wherever in it the focus is. */
export const LargeViewKeys = createContext<Set<OnKey> | undefined>(undefined)

/** Takes keys of the large view around it. */
export function useLargeViewKeys(onKey: OnKey): void {
  const takers = use(LargeViewKeys)
  const latest = useRef(onKey)
  useEffect(() => {
    latest.current = onKey
  })
  useEffect(() => {
    const take: OnKey = event => latest.current(event)
    takers?.add(take)
    return () => {
      takers?.delete(take)
    }
  }, [takers])
}

/** Inputs in which nothing is typed. */
const CHOICES = ['radio', 'checkbox', 'range', 'button']

/** Whether a key is for the element that has the focus: what is typed, and what moves within a control or sets it off. */
export function isForFocused({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('textarea, select')) return true
  if (target instanceof HTMLInputElement)
    return !CHOICES.includes(target.type) || key.startsWith('Arrow') || key === ' '
  return (key === ' ' || key === 'Enter') && target.closest('button, a, summary, [role="menuitem"]') !== null
}
