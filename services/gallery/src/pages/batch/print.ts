import { plural } from '../../lib/format.ts'
import { createStore } from '../../lib/store.ts'
import { toasts } from '../../ui/toaster.tsx'

/** Whether the whole sheet is there, to be printed. */
export const printing = createStore(false)

/** Of the element that is printed. */
export const PRINTED = 'printed'

/** Prints the sheet, once all of its pictures are there: a browser that is asked to print waits for none. */
export async function printSheet(): Promise<void> {
  printing.set(true)
  // The sheet is drawn by the next frame.
  await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
  const pictures = [...document.querySelectorAll<HTMLImageElement>(`#${PRINTED} img`)]
  const missing = pictures.filter(picture => !picture.complete)
  if (missing.length > 0) {
    const toast = toasts.add({ title: `Loading ${plural(missing.length, 'picture')} to print`, timeout: 0 })
    await Promise.all(missing.map(settled))
    toasts.close(toast)
  }
  print()
}

/** Waits until a picture has come, or cannot. */
function settled(picture: HTMLImageElement): Promise<void> {
  return new Promise(resolve => {
    if (picture.complete) return resolve()
    picture.addEventListener('load', () => resolve(), { once: true })
    picture.addEventListener('error', () => resolve(), { once: true })
  })
}
