import type { BrandLoader } from '@contactsheet/brand'
import {
  additionOf,
  addPromptsRequestSchema,
  type Batch,
  type Catalog,
  type Estimate,
  estimateSchema,
  fieldPath,
  fillFaults,
  leafCount,
  mostUsd,
  type RequestLimits,
  recomposedViewSchema,
  withAddition,
} from '@contactsheet/contract'
import { type Answers, UploadGone } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { coverageOf } from '../accept/coverage.ts'
import { withReusable } from '../accept/reusable.ts'
import { type TextWarnings, textWarnings } from '../accept/text-warnings.ts'
import { json, NO_BATCH, problem, RETRY_AFTER } from '../http/answers.ts'
import { batchPath, flag } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'
import type { RequestReferences } from '../references/request-references.ts'
import { type AdmitAddition, notAdded } from './add-prompts-admission.ts'
import { FIRST_LEAVES } from './batches.ts'
import { assertAnotherVersion, type ControlDeps, openAgain, settledBatch } from './reopening.ts'
import { batchView, estimateIn } from './views.ts'

export interface AddPromptsDeps extends ControlDeps {
  catalog: Catalog
  limits: RequestLimits
  admit: AdmitAddition
  references: RequestReferences
  answers: Pick<Answers, 'has'>
  loader: BrandLoader
}

type AddPromptsRequest = z.output<ReturnType<typeof addPromptsRequestSchema>>

/** What prompts come to that are to be added. */
interface Added {
  /** They alone. */
  addition: Batch
  /** The batch with them. */
  next: Batch
  titles: TextWarnings['titles']
}

/** Faults of texts that are told of at once. */
const MOST_FAULTS = 100

const EXAMPLES = {
  prompts: {
    value: { prompts: ['A hare in deep snow', { prompt: 'An owl at dusk', title: 'Owls' }], after: 5 },
  },
}

/** More prompts for settled batches. Providers are asked for them, and paid. */
export const addPromptsRoutes: FastifyPluginAsyncZod<AddPromptsDeps> = async (app, deps) => {
  const { store, reader, budgets, imageUrl, catalog, limits, admit, references, answers, loader } = deps

  /** @param keep whether references that are fetched are kept */
  async function added(batch: Batch, request: AddPromptsRequest, keep: boolean): Promise<Added> {
    const { prompts } = request
    const faults = fillFaults({ ...batch, prompts }, limits.maxPromptLength).take(MOST_FAULTS)
    const errors = [...faults].map(({ path, message }) => ({ field: fieldPath(path), message }))
    if (errors.length > 0) throw notAdded(400, errors)
    const now = new Date()
    const bare = additionOf(batch, prompts, now)
    const give = references.of({ prompts, models: [] }, keep, batch.references)
    const { given, faults: unfit } = await give(bare, catalog)
    if (unfit.length > 0)
      throw notAdded(
        400,
        unfit.map(({ field, message }) => ({ field: field === 'models' ? 'prompts' : field, message })),
      )
    const { titles, sentences } = textWarnings(
      withAddition(batch, given, now),
      await coverageOf(batch, loader),
      batch.prompts.length,
    )
    const addition = { ...given, warnings: [...given.warnings, ...sentences] }
    return { addition, next: withAddition(batch, addition, now), titles }
  }

  app.post(
    '/batches/:id/prompts',
    {
      schema: {
        operationId: 'addPrompts',
        tags: ['Batches'],
        summary: 'Add prompts',
        description:
          'Adds prompts to a settled batch, behind those that it has, in its look and in all of its columns and variations. What it has stays as it is, and is not paid again. They are made at once, whatever the speed of the batch, and the batch is estimated at their price more.',
        params: batchPath,
        // Strict: a misspelt dryRun must not start anything.
        querystring: z.strictObject({
          dryRun: flag().describe('Check and estimate only, of the new images alone; nothing is started.'),
        }),
        body: addPromptsRequestSchema(limits).meta({ 'x-examples': EXAMPLES }),
        response: {
          200: json('What the new images would be (`dryRun`).', estimateSchema),
          202: json('The batch, open again.', recomposedViewSchema),
          400: problem(
            'They cannot be added so: `errors` names every field at fault. Moderation (MODERATION) may have flagged a prompt.',
          ),
          402: problem(
            'The budget that the batch counts for, of the day and month in which it was accepted, has less left than they may cost.',
          ),
          404: NO_BATCH,
          409: problem(
            'The batch is open, or still being closed; it is a sample; it has another number of prompts than `after` says; or it cannot be read, or have another version.',
            RETRY_AFTER,
          ),
          422: problem(
            'No worker that runs can make a model of the batch: `errors` names the variable to set. Or the batch would be estimated over its `maxCostUsd` or MAX_COST_USD.',
          ),
          503: problem(
            'The object store, the queue (or Render Workflows) or the moderation does not answer.',
            RETRY_AFTER,
          ),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { dryRun } = request.query
      const settled = await settledBatch(deps, id)
      // The snapshot may be older than a version that was asked for at another instance.
      const asked = async () => (await store.batch(id)) ?? settled.batch
      const batch = await asked()
      assertTakesPrompts(batch, request.body)
      const { addition, next, titles } = await added(batch, request.body, !dryRun)
      await admit(next, addition, request.caller)
      const titleWarnings = titles.length === 0 ? {} : { titleWarnings: titles }
      if (dryRun) {
        await budgets.checkAgain(batch, mostUsd(addition))
        const warnings = next.warnings.filter(warning => !batch.warnings.includes(warning))
        return { ...estimateOf(await withReusable(addition, answers, loader), warnings), ...titleWarnings }
      }
      await openAgain(deps, id, async () => {
        const batch = await asked()
        assertTakesPrompts(batch, request.body)
        const next = withAddition(batch, addition, new Date())
        await store.references.copyInto(next).catch(refuseGone)
        await store.recompose(next, await budgets.reserveAgain(next, mostUsd(addition)))
      })
      const view = await batchView(await reader.get(id), FIRST_LEAVES, imageUrl)
      return reply.code(202).send({ ...view, ...titleWarnings })
    },
  )
}

/** @throws HttpProblem 409 for a batch that cannot have these prompts beside those that it has */
function assertTakesPrompts(batch: Batch, { after }: AddPromptsRequest): void {
  const { id, prompts, sample } = batch
  if (sample !== undefined)
    throw new HttpProblem(
      409,
      `Batch ${id} is a sample of what it could make, and takes no more prompts. Make a batch of those you want, with its look.`,
    )
  if (after !== undefined && after !== prompts.length)
    throw new HttpProblem(
      409,
      `Batch ${id} has ${prompts.length} prompts, not ${after}: some were added meanwhile, by you or by somebody else. Nothing was added now.`,
    )
  assertAnotherVersion(batch)
}

function estimateOf(addition: Batch, warnings: string[]): Estimate {
  return {
    images: leafCount(addition),
    models: addition.models.map(({ id }) => id),
    ...estimateIn(addition),
    warnings,
  }
}

/** @throws HttpProblem 400 for a picture that was deleted since it was looked up */
function refuseGone(error: unknown): never {
  if (error instanceof UploadGone) throw notAdded(400, [{ field: 'prompts', message: error.message }])
  throw error
}
