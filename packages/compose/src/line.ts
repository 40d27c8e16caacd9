/** Whose a leaf is: of a token, or of nobody but its batch. */
export interface Owner {
  name: string
  /** How many turns it has for each of another one. Absent: one. */
  share?: number | undefined
}

/**
 * The turns of those who wait in one line: however many each has there, they come by turns, each as often as its share says.
 * Somebody who comes anew comes behind the turn that is being made, not behind all that waits.
 */
export class Line {
  #now = 0
  /** The last turn that each has been given, while that is to come. */
  readonly #last = new Map<string, number>()

  /** The turn of one more, to be made before all that are higher. */
  next({ name, share = 1 }: Owner): number {
    const turn = Math.max(this.#now, this.#last.get(name) ?? 0) + 1 / share
    this.#last.set(name, turn)
    return turn
  }

  /** Says that a turn is being made. */
  begin(turn: number): void {
    this.#now = Math.max(this.#now, turn)
    for (const [name, last] of this.#last) if (last <= this.#now) this.#last.delete(name)
  }
}
