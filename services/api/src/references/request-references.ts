import { findReferences } from '@contactsheet/brand'
import type { ReferenceIntake } from '@contactsheet/brand/intake'
import {
  askedReferences,
  type Batch,
  type BatchRequest,
  type Catalog,
  type FieldError,
  type Reference,
  type ReferenceRequest,
  referenceFaults,
  withReferences,
} from '@contactsheet/contract'
import type { ReferenceStore } from '@contactsheet/storage'

/** The part of a request that says what pictures its models are given. */
type RequestWithModels = ReferenceRequest & Pick<BatchRequest, 'models' | 'fallback'>

/** A batch with the pictures of its request; without them, if anything is at fault with them. */
type GiveReferences = (batch: Batch, catalog: Catalog) => Promise<{ given: Batch; faults: FieldError[] }>

/** The pictures that requests name: uploads, and what is fetched from elsewhere. */
export class RequestReferences {
  readonly #store: ReferenceStore
  readonly #intake: ReferenceIntake

  constructor(store: ReferenceStore, intake: ReferenceIntake) {
    this.#store = store
    this.#intake = intake
  }

  /**
   * Of one request. Its pictures are looked for when the first batch is to be made of it, and only then.
   *
   * @param keep whether what is fetched is kept, for the batch to have its copy of it
   * @param copies pictures that the batch has already, whatever has become of the uploads
   */
  of(request: RequestWithModels, keep: boolean, copies: readonly Reference[] = []): GiveReferences {
    if (askedReferences(request).length === 0) return async batch => ({ given: batch, faults: [] })
    const fetch = (url: URL) => this.#intake.fetch(url, keep)
    const copyOf = (id: string) => copies.find(({ sha256 }) => sha256 === id)
    const store = { find: async (id: string) => copyOf(id) ?? (await this.#store.find(id)) }
    let looked: ReturnType<typeof findReferences> | undefined
    return async (batch, catalog) => {
      looked ??= findReferences(store, request, fetch)
      const { found, errors } = await looked
      if (errors.length > 0) return { given: batch, faults: errors }
      const given = withReferences(batch, request, found)
      return { given, faults: referenceFaults(given, request, catalog) }
    }
  }
}
