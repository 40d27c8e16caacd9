/** What had the focus last, until somebody takes the focus away from it. */
let last: Element | undefined

addEventListener('focusin', ({ target }) => {
  last = target instanceof Element ? target : undefined
})
addEventListener('focusout', ({ target, relatedTarget }) => {
  if (relatedTarget !== null) return
  // What is being removed still stands in the page when it loses the focus.
  setTimeout(() => {
    if (last === target && last?.isConnected) last = undefined
  })
})

/** Whether what had the focus is gone from the page, and nothing has it now: who uses the keyboard would start at the top. */
export function focusIsLost(): boolean {
  return document.activeElement === document.body && last?.isConnected === false
}
