import { type BrandLoader, type KnownNames, resolveAnew } from '@contactsheet/brand'
import {
  type Batch,
  type FieldError,
  hasLeaf,
  hasOriginal,
  leafAt,
  leafChangeSchema,
  leafCount,
  leavesOf,
  type RecomposedView,
  type Recomposition,
  type RequestLimits,
  recomposedBatch,
  recomposedLeaves,
  recomposedViewSchema,
  recomposeRequestSchema,
  recompositionOf,
  type TitleWarning,
} from '@contactsheet/contract'
import type { BrandStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { coverageOf } from '../accept/coverage.ts'
import { titleWarningsAnew } from '../accept/text-warnings.ts'
import { assertResolved } from '../brand/parts.ts'
import { json, NO_BATCH, NO_LEAF, problem, RETRY_AFTER } from '../http/answers.ts'
import { batchPath, leafPath, noQuery } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'
import { FIRST_LEAVES } from './batches.ts'
import { leafIn } from './leaf-in.ts'
import { assertAnotherVersion, type ControlDeps, openAgain, settledBatch } from './reopening.ts'
import type { Snapshot } from './snapshot.ts'
import { batchView } from './views.ts'

export interface RecomposeDeps extends ControlDeps {
  limits: RequestLimits
  loader: BrandLoader
  /** Names that `limits.looks` tells of. */
  names: KnownNames
}

const EXAMPLES = {
  look: { value: { template: 'center-box', font: 'playfair', outputs: ['og', 'story'] } },
  titles: { value: { titles: { '0000-01': 'A title that fits' }, keep: true } },
}

const ANSWERS = {
  202: json('The batch, open again.', recomposedViewSchema),
  400: problem('It cannot be recomposed so: `errors` names every field at fault.'),
  404: NO_BATCH,
  409: problem(
    'The batch is open, or still being closed; none of its leaves has an original; or it cannot be read, or have another version.',
    RETRY_AFTER,
  ),
  503: problem('The object store or the queue (or Render Workflows) does not answer.', RETRY_AFTER),
}

/** New pictures of settled batches, of their originals. Nothing here asks a provider. */
export const recomposeRoutes: FastifyPluginAsyncZod<RecomposeDeps> = async (app, deps) => {
  const { store, reader, imageUrl, limits, loader, names } = deps

  async function recompose(id: string, change: Recomposition): Promise<RecomposedView> {
    const settled = await settledBatch(deps, id)
    assertLeaves(settled.batch, change)
    if (!(await hasOriginals(settled, change)))
      throw new HttpProblem(
        409,
        `Batch ${id} has no original of these leaves that pictures could be made of.`,
      )
    let titles: TitleWarning[] = []
    await openAgain(deps, id, async () => {
      // The snapshot may be older than a version that was asked for at another instance.
      const batch = (await store.batch(id)) ?? settled.batch
      assertAnotherVersion(batch)
      const next = recomposedBatch(batch, await withBrand(store.brand, batch, change), new Date())
      titles = titleWarningsAnew(next, await coverageOf(next, loader))
      await store.recompose(next)
    })
    const view = await batchView(await reader.get(id), FIRST_LEAVES, imageUrl)
    return { ...view, ...(titles.length === 0 ? {} : { titleWarnings: titles }) }
  }

  app.post(
    '/batches/:id/recompose',
    {
      preValidation: ({ body }) => names.lookUpFor(body),
      schema: {
        operationId: 'recomposeBatch',
        tags: ['Batches'],
        summary: 'Make its pictures anew',
        description:
          'Makes new pictures of kept originals, with another look or other titles. No provider is asked, and nothing is paid. Leaves that failed at their provider stay as they are, and so do those whose images were deleted.',
        params: batchPath,
        querystring: noQuery,
        body: recomposeRequestSchema(limits).meta({ 'x-examples': EXAMPLES }),
        response: ANSWERS,
      },
    },
    async (request, reply) => {
      return reply.code(202).send(await recompose(request.params.id, recompositionOf(request.body)))
    },
  )

  app.patch(
    '/batches/:id/leaves/:leafId',
    {
      schema: {
        operationId: 'changeLeaf',
        tags: ['Batches'],
        summary: 'Give a leaf another title',
        description: 'Makes the pictures of this leaf alone anew, as `POST /batches/:id/recompose` does.',
        params: leafPath,
        querystring: noQuery,
        body: leafChangeSchema(limits),
        response: { ...ANSWERS, 404: NO_LEAF },
      },
    },
    async (request, reply) => {
      const { id, leafId } = request.params
      const { batch } = await reader.get(id)
      leafIn(batch, leafId)
      const titles = { [leafId]: request.body.title }
      return reply.code(202).send(await recompose(id, { look: {}, titles, keep: false }))
    },
  )
}

/**
 * A change with what the names in it stand for.
 *
 * @throws HttpProblem 400 for names that stand for nothing
 */
export async function withBrand(
  brand: BrandStore,
  batch: Batch,
  change: Recomposition,
): Promise<Recomposition> {
  const { template, font } = change.look
  if (!['template', 'font', 'logo'].some(field => field in change.look)) return change
  const logo = 'logo' in change.look ? (change.look.logo ?? '') : undefined
  const resolved = await resolveAnew(brand, batch, { template, font, logo })
  assertResolved(resolved.errors)
  return { ...change, look: { ...change.look, brand: resolved.brand } }
}

/** @throws HttpProblem 400 that names every leaf that there is not */
function assertLeaves(batch: Batch, { leaves = [], titles }: Recomposition): void {
  const [first, last] = [leafAt(batch, 0).id, leafAt(batch, leafCount(batch) - 1).id]
  const named = [
    ...leaves.map((id, place) => ({ id, field: `leaves[${place}]` })),
    ...Object.keys(titles).map(id => ({ id, field: `titles.${id}` })),
  ]
  const errors: FieldError[] = named
    .filter(({ id }) => !hasLeaf(batch, id))
    .map(({ field }) => ({ field, message: `is of no leaf of this batch: they are ${first} to ${last}` }))
  const [fault] = errors
  if (fault === undefined) return
  throw new HttpProblem(400, `The body cannot be used at ${fault.field}: it ${fault.message}.`, { errors })
}

/** Whether any leaf that is to be made anew has an original. */
async function hasOriginals(snapshot: Snapshot, change: Recomposition): Promise<boolean> {
  const leaves = recomposedLeaves(change)
  for (const { id } of leavesOf(snapshot.batch)) {
    if (leaves?.has(id) === false) continue
    const record = await snapshot.record(id)
    if (record !== undefined && hasOriginal(record)) return true
  }
  return false
}
