/** Somebody who asks something at a steady pace, however long answers take. */
export interface Visitor {
  /** Milliseconds from question to the whole answer, of each so far. */
  readonly times: readonly number[]
  /** Questions that had no good answer. */
  readonly refused: number
  /** Asks no more, and waits for the answers that are due. */
  leave(): Promise<void>
}

/** @param hear gets every good answer, once it has been timed */
export function visit<T>(perSecond: number, ask: () => Promise<T>, hear?: (answer: T) => void): Visitor {
  const times: number[] = []
  const due = new Set<Promise<void>>()
  let refused = 0
  const question = async () => {
    const start = performance.now()
    const answer = await ask()
    times.push(performance.now() - start)
    hear?.(answer)
  }
  const timer = setInterval(() => {
    const asked = question()
      .catch(() => {
        refused++
      })
      .finally(() => due.delete(asked))
    due.add(asked)
  }, 1000 / perSecond)
  return {
    times,
    get refused() {
      return refused
    },
    async leave() {
      clearInterval(timer)
      await Promise.all(due)
    },
  }
}
