import type { Look } from '@contactsheet/compose'
import { type Batch, builtInFont, builtInTemplate, type Leaf } from '@contactsheet/contract'

/** How the pictures of a leaf are to look. */
export function lookOf(batch: Batch, leaf: Leaf): Look {
  return {
    template: builtInTemplate(batch.template),
    font: builtInFont(batch.font),
    title: batch.title === false ? '' : leaf.title,
  }
}
