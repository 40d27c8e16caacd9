const FOCUSABLE = 'input:not([tabindex="-1"]), textarea, select, button, summary'

/**
 * Puts the focus on a field of the form, in sight: on what of it is marked as wrong, or else on the first thing of it that
 * can be filled in.
 *
 * @param field as the request calls it
 */
export function goToField(form: HTMLElement, field: string): void {
  const section = form.querySelector<HTMLElement>(`[data-fields~="${CSS.escape(field)}"]`)
  const own = section?.querySelector<HTMLElement>(`#${CSS.escape(field)}`)
  const wrong = section?.querySelector<HTMLElement>('[aria-invalid="true"]')
  const target = own ?? wrong ?? section?.querySelector<HTMLElement>(FOCUSABLE)
  if (section === null || target === null || target === undefined) return
  for (let around = target.closest('details'); around !== null; )
    around = open(around).parentElement?.closest('details') ?? null
  target.focus({ preventScroll: true })
  target.scrollIntoView({ block: 'center' })
}

function open(details: HTMLDetailsElement): HTMLDetailsElement {
  details.open = true
  return details
}
