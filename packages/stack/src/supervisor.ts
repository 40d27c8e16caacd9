import { type Child, type ChildSpec, startChild } from './child.ts'

/** Starts processes, and ends all of them together, in the reverse order of their start. */
export class Supervisor {
  readonly #children: Child[] = []
  readonly #failed = Promise.withResolvers<never>()
  #stopping: Promise<void> | undefined

  constructor() {
    this.#failed.promise.catch(() => {})
  }

  /** Rejects with ChildError when the first process ends that was not told to. */
  get failed(): Promise<never> {
    return this.#failed.promise
  }

  /** @throws Error if everything is being stopped already */
  start(spec: ChildSpec): Child {
    if (this.#stopping !== undefined) throw new Error(`The ${spec.name} is not started any more.`)
    const child = startChild(spec)
    this.#children.push(child)
    child.failed.catch(this.#failed.reject)
    return child
  }

  /** Stops everything, each after those that were started later and may depend on it. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll()
    return this.#stopping
  }

  /** Ends everything at once. */
  kill(): void {
    for (const child of this.#children) child.kill()
  }

  async #stopAll(): Promise<void> {
    for (const child of this.#children.toReversed()) await child.stop()
  }
}
