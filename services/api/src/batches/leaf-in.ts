import { type Batch, hasLeaf, type Leaf, leafById } from '@contactsheet/contract'
import { HttpProblem } from '../http/problem.ts'

/**
 * The leaf of a batch that a request names.
 *
 * @throws HttpProblem 404 if the batch has none of this id
 */
export function leafIn(batch: Batch, leafId: string): Leaf {
  if (!hasLeaf(batch, leafId)) throw new HttpProblem(404, `Batch ${batch.id} has no leaf "${leafId}".`)
  return leafById(batch, leafId)
}
