import { clip } from '../text/clip.ts'
import { didYouMean } from '../text/near.ts'
import type { Model } from './model.ts'
import { MODELS } from './models.ts'

/** What a requested model id runs on, and what the caller should be told about it. */
export interface Resolved {
  model: Model
  warnings: string[]
}

/** The models a deployment offers: the built-in ones and those its configuration adds or overrides. */
export class Catalog {
  readonly models: readonly Model[]
  readonly #byId: ReadonlyMap<string, Model>

  /** @param extra models of this deployment; one with a built-in id replaces it */
  constructor(extra: readonly Model[] = []) {
    this.#byId = new Map([...MODELS, ...extra].map(model => [model.id, model]))
    this.models = [...this.#byId.values()]
    for (const model of this.models)
      if (model.replacedBy !== undefined && !this.#byId.has(model.replacedBy))
        throw new Error(
          `Model ${model.id} names ${model.replacedBy} as its replacement, which is not in the catalog.`,
        )
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  /** The entry of an id, dead or alive. */
  get(id: string): Model | undefined {
    return this.#byId.get(id)
  }

  /** Models that answer on a day. */
  living(today: Date): Model[] {
    return this.models.filter(model => !isDead(model, today))
  }

  /** A sentence for an id the catalog does not know: the nearest match, and what there is. */
  explainUnknown(id: string, today: Date): string {
    const ids = this.living(today).map(model => model.id)
    const hint = didYouMean(id, [...this.#byId.keys()])
    return `Unknown model "${clip(id)}".${hint} Allowed: ${ids.join(', ')}.`
  }

  /**
   * Follows replacements until a model that is alive.
   *
   * @returns undefined if the id is unknown, or dead with no living replacement
   */
  resolve(id: string, today: Date): Resolved | undefined {
    const warnings: string[] = []
    const seen = new Set<string>()
    let model = this.#byId.get(id)
    while (model !== undefined && isDead(model, today)) {
      if (model.replacedBy === undefined || seen.has(model.id)) return undefined
      seen.add(model.id)
      warnings.push(
        `Model ${model.id} was shut down on ${model.shutdown}; running on ${model.replacedBy} instead.`,
      )
      model = this.#byId.get(model.replacedBy)
    }
    if (model === undefined) return undefined
    const successor = model.replacedBy === undefined ? '' : ` Its replacement is ${model.replacedBy}.`
    if (model.shutdown !== undefined)
      warnings.push(`Model ${model.id} shuts down on ${model.shutdown}.${successor}`)
    else if (successor !== '') warnings.push(`Model ${model.id} is deprecated.${successor}`)
    return { model, warnings }
  }
}

function isDead(model: Model, today: Date): boolean {
  return model.shutdown !== undefined && model.shutdown <= today.toISOString().slice(0, 10)
}
