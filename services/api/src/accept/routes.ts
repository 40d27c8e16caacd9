import { type BrandLoader, type KnownNames, resolveBrand } from '@contactsheet/brand'
import {
  type Accepted,
  acceptedSchema,
  asapUsdOf,
  type Batch,
  batchIdTime,
  type Catalog,
  type ColumnRequest,
  deadlineFault,
  documentVersionOf,
  type Estimate,
  economyUsdOf,
  estimateSchema,
  leafCount,
  newBatch,
  newBatchId,
  partsOf,
  type RequestLimits,
} from '@contactsheet/contract'
import type { ApiToken } from '@contactsheet/runtime'
import type { Answers, BrandStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { estimateIn } from '../batches/views.ts'
import type { Budgets } from '../budgets/budgets.ts'
import { json, problem, RETRY_AFTER } from '../http/answers.ts'
import { flag } from '../http/parameters.ts'
import { FieldsProblem } from '../http/problem.ts'
import type { RequestReferences } from '../references/request-references.ts'
import type { AcceptBatch } from './accept.ts'
import { type Admit, refused } from './admission.ts'
import { coverageOf } from './coverage.ts'
import type { Idempotency } from './idempotency.ts'
import { batchRequestBody, requestProperties, tableBodies } from './request-body.ts'
import { LEAVES_LOOKED_AT, withReusable } from './reusable.ts'
import { readTables } from './table/read-tables.ts'
import { FORM_TYPE, TABLE_TYPES } from './table/table-body.ts'
import { TableQuery } from './table/table-query.ts'
import { takeTable } from './table/take-table.ts'
import { type TextWarnings, textWarnings } from './text-warnings.ts'

export interface AcceptDeps {
  catalog: Catalog
  limits: RequestLimits
  admit: Admit
  budgets: Pick<Budgets, 'check'>
  accept: AcceptBatch
  idempotency: Idempotency
  brand: BrandStore
  answers: Pick<Answers, 'has'>
  references: RequestReferences
  loader: BrandLoader
  /** Names that `limits.looks` tells of. */
  names: KnownNames
  /** Path under which the API is shown. */
  basePath: string
}

/** Making batches. */
export const acceptRoutes: FastifyPluginAsyncZod<AcceptDeps> = async (app, deps) => {
  const { catalog, limits, admit, budgets, accept, idempotency } = deps
  const { brand, answers, references, loader, names, basePath } = deps

  const tables = new TableQuery(requestProperties(catalog, limits))
  app.decorateRequest('table', undefined)
  readTables(app)

  app.post(
    '/batches',
    {
      config: { types: ['application/json', ...Object.keys(TABLE_TYPES), FORM_TYPE] },
      preValidation: async request => {
        takeTable(request, tables)
        await names.lookUpFor(request.body)
      },
      errorHandler: (error, { table }) => {
        throw table !== undefined && error instanceof FieldsProblem ? table.located(error) : error
      },
      schema: {
        operationId: 'createBatch',
        tags: ['Batches'],
        summary: 'Make a batch',
        description:
          'Takes an object, or the same as a positional array of all seven parts; or a table of prompts, with the rest in the query or beside it in a form. Accepted is not finished: follow the batch at its address.',
        body: batchRequestBody(catalog, limits),
        otherBodies: tableBodies(catalog, limits),
        // Strict: a misspelt dryRun must not start anything.
        querystring: z.strictObject({
          dryRun: flag().describe('Check and estimate only; nothing is started.'),
          ...tables.shape,
        }),
        headers: z.object({
          'Idempotency-Key': z
            .string()
            .optional()
            .describe(
              'Any text of your own. The same key with the same body is answered as the first time and starts nothing; with another body it is refused.',
            ),
        }),
        response: {
          200: json('What the batch would be (`dryRun`).', estimateSchema),
          202: json('The batch was accepted.', acceptedSchema, { Location: 'Path of the batch.' }),
          400: problem(
            'The batch cannot be made: `errors` names every field at fault. Moderation (MODERATION) may have flagged a prompt.',
          ),
          402: problem(
            'The budget of the token (TOKEN_RIGHTS) has less left than the batch is estimated at. Nothing was started.',
          ),
          409: problem(
            'Requests with this Idempotency-Key, or many for the same budget, are being answered; or the batch that the key made has been removed.',
            RETRY_AFTER,
          ),
          415: problem('The body comes as none of the types that are taken here.'),
          422: problem(
            'No worker that runs can make a model: `errors` names it and the variable to set. The estimate is over `maxCostUsd` or MAX_COST_USD; or the Idempotency-Key came with another request before.',
          ),
          503: problem(
            'The object store, the queue (or Render Workflows) or the moderation does not answer. Without an Idempotency-Key nothing was accepted, unless `detail` names a batch; with one, send the same again.',
            RETRY_AFTER,
          ),
        },
      },
    },
    async (request, reply) => {
      const { body } = request
      request.table?.assertSound()
      const aboutTable = request.table?.warnings ?? []
      const { errors, ...named } = await resolveBrand(brand, body)
      const give = references.of(body, !request.query.dryRun)
      let told: TextWarnings | undefined
      const bare = (id: string) =>
        newBatch(body, catalog, new Date(batchIdTime(id)), { ...named, reuse: limits.reuse })
      const warn = async (batch: Batch) => {
        told ??= textWarnings(batch, await coverageOf(batch, loader))
        return told.sentences
      }
      const make = async (id: string): Promise<Batch> => {
        const { given, faults } = await give(bare(id), catalog)
        const [first, ...others] = [...errors, ...faults, deadlineFault(given)].filter(
          fault => fault !== undefined,
        )
        if (first !== undefined) throw refused(400, [first, ...others])
        const warnings = [...given.warnings, ...(await warn(given)), ...aboutTable]
        const most = request.query.dryRun ? undefined : LEAVES_LOOKED_AT
        const batch = await withReusable({ ...given, id, warnings }, answers, loader, most)
        return madeBy(batch, request.caller)
      }
      const titleWarnings = () =>
        told === undefined || told.titles.length === 0 ? {} : { titleWarnings: told.titles }
      const answer = (accepted: Accepted) => {
        const url = basePath + accepted.url
        return reply
          .code(202)
          .header('location', url)
          .send({ ...accepted, ...titleWarnings(), url })
      }
      const { 'idempotency-key': header } = request.headers
      const key = request.query.dryRun ? undefined : header

      const given = key === undefined ? undefined : await idempotency.known(key, body, make)
      if (given !== undefined) {
        // Names that stand for nothing any more do not change the answer; which titles lack what cannot be told then.
        if (errors.length === 0) await warn(bare(given.id))
        return answer(given)
      }
      const batch = await make(newBatchId())
      const idsOf = (items: readonly ColumnRequest[] = []) => items.map(item => partsOf(item).id)
      const ids = { models: idsOf(body.models), fallback: idsOf(body.fallback) }
      await admit(batch, ids, request.caller)
      // A key that stands for a batch should find room for it. What comes without one finds out as it reserves.
      if (request.query.dryRun || key !== undefined) await budgets.check(batch)
      if (request.query.dryRun)
        return {
          images: leafCount(batch),
          models: batch.models.map(model => model.id),
          ...estimateIn(batch),
          ...atOtherSpeed(batch, catalog),
          warnings: batch.warnings,
          ...titleWarnings(),
        }
      return answer(
        key === undefined ? await accept(batch) : await idempotency.accept(key, body, batch.id, make),
      )
    },
  )
}

/** What a batch would be estimated at if it were made at the other speed. */
function atOtherSpeed(batch: Batch, catalog: Catalog): Pick<Estimate, 'asapUsd' | 'economyUsd'> {
  const sums = { asapUsd: asapUsdOf(batch), economyUsd: economyUsdOf(batch, catalog) }
  return Object.fromEntries(Object.entries(sums).filter(([, usd]) => usd !== undefined))
}

/** A batch that says which token it was accepted of, and what share of the workers that has. */
function madeBy(batch: Batch, { name, share }: Partial<Pick<ApiToken, 'name' | 'share'>> = {}): Batch {
  if (name === undefined) return batch
  const made = { ...batch, madeBy: name, ...(share === undefined ? {} : { share }) }
  return { ...made, version: documentVersionOf(made) }
}
