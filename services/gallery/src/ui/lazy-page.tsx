import { type ComponentType, use } from 'react'
import { mayReloadAgain, reloadOnce } from '../state/reload.ts'

/** The code of a page did not come. */
export class PageNotLoaded extends Error {
  override readonly name = 'PageNotLoaded'
  /** Has the next look at the page ask for its code again, by a reload too if need be. */
  readonly forget: () => void

  constructor(cause: unknown, forget: () => void) {
    super('The code of the page did not come.', { cause })
    this.forget = forget
  }
}

/**
 * The code of a page, which comes when the page is first shown, or ahead of that. React's `lazy` would keep a failure for
 * good. Here it leads to one reload of the document, and what that does not mend can be tried again, as often as it is wanted.
 */
export class PageCode<Props extends object> {
  readonly #name: string
  readonly #load: () => Promise<{ default: ComponentType<Props> }>
  #coming: Promise<ComponentType<Props>> | undefined

  /** @param name of the page, the same in every build */
  constructor(name: string, load: () => Promise<{ default: ComponentType<Props> }>) {
    this.#name = name
    this.#load = load
  }

  /** The page; the same promise until its failure is forgotten. Rejects with PageNotLoaded. */
  come(): Promise<ComponentType<Props>> {
    this.#coming ??= this.#come()
    return this.#coming
  }

  /** Loads the code. A failure says nothing: whoever opens the page has it asked for again. */
  async prefetch(): Promise<void> {
    const loaded = this.#coming === undefined ? await this.#load().catch(() => undefined) : undefined
    if (loaded !== undefined) this.#coming ??= Promise.resolve(loaded.default)
  }

  async #come(): Promise<ComponentType<Props>> {
    try {
      const loaded = await this.#load()
      mayReloadAgain(this.#name)
      return loaded.default
    } catch (error) {
      // Until the new document is there, this one shows nothing more.
      if (await reloadOnce(this.#name)) return new Promise<never>(() => {})
      throw new PageNotLoaded(error, () => {
        this.#coming = undefined
        // For most browsers of 2026 a module that once failed has failed until the document is loaded anew.
        mayReloadAgain(this.#name)
      })
    }
  }
}

/** A page, once its code is there: `<LazyPage code={…} show={its props} />`. */
export function LazyPage<Props extends object>({ code, show }: { code: PageCode<Props>; show: Props }) {
  const Page = use(code.come())
  return <Page {...show} />
}
