/**
 * Remembers the answer of a look-up for a while. Whoever asks while it is looked up shares that look; a failure is not
 * remembered.
 *
 * @param forMs from the start of the look, in milliseconds
 */
export function remember<T>(forMs: number, look: () => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined
  return () => {
    if (last !== undefined && performance.now() - last.at < forMs) return last.answer
    const asked = { at: performance.now(), answer: look() }
    last = asked
    asked.answer.catch(() => {
      if (last === asked) last = undefined
    })
    return asked.answer
  }
}
