import { explainUnknown, SINGULAR } from '@contactsheet/brand'
import { assertOwnName, BrandFault, type BrandIntake } from '@contactsheet/brand/intake'
import { BRAND_NAME_RULE, type BrandKind, type FieldError, isBuiltIn } from '@contactsheet/contract'
import type { BrandDocument, BrandStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { empty, problem, STORE_DOWN } from '../http/answers.ts'
import { HttpProblem } from '../http/problem.ts'

/*
 * What the routes of templates, fonts and logos share. What is built in and what is a deployment's own stand side by side:
 * `builtIn` tells them apart, and only the latter has a hash and a date.
 */

/** What the routes are made of. */
export interface BrandDeps {
  brand: BrandStore
  intake: BrandIntake
  /** Path under which the API is shown. */
  basePath: string
}

export const SAMPLE_URL = z.string().describe('Path of a small picture of it, which may be kept for good.')

export const namePath = z.object({ name: z.string().describe(`As in a request: ${BRAND_NAME_RULE}.`) })

/** What is known of all that is a deployment's own. */
export const ownFields = {
  sha256: z.string().describe('Of its content: batches name it by this, and keep it when the name changes.'),
  bytes: z.int().describe('Length of its content.'),
  updatedAt: z.iso.datetime().describe('When the name came to stand for it.'),
}

export function ownOf({ sha256, bytes, updatedAt }: BrandDocument<BrandKind>) {
  return { sha256, bytes, updatedAt }
}

export const REFUSED = problem(
  'It cannot be used: `detail` says why, and `errors` names each field at fault. Or the name cannot be given, as that of what is built in.',
)
export const NONE = problem('There is none of this name.')
const REMOVED = empty('The name is gone. Batches that were accepted with it keep what it stood for.')

/**
 * Carries out a change of the brand intake.
 *
 * @throws HttpProblem 400 for what it refuses
 */
async function unlessRefused<T>(change: Promise<T>): Promise<T> {
  try {
    return await change
  } catch (error) {
    if (!(error instanceof BrandFault)) throw error
    const { message, errors } = error
    throw new HttpProblem(400, message, {
      errors: errors.length > 0 ? errors.slice(0, MAX_FIELDS) : [{ field: '(body)', message }],
    })
  }
}

/** Most fields one answer lists. */
const MAX_FIELDS = 50

/**
 * Stops a request whose names stand for nothing.
 *
 * @throws HttpProblem 400 that names the field of each
 */
export function assertResolved(errors: readonly FieldError[]): void {
  const [first] = errors
  if (first === undefined) return
  throw new HttpProblem(400, `The request cannot be used at ${first.field}: ${first.message}.`, {
    errors: [...errors],
  })
}

/** Has a name stand for something. The answer is 201 where it is new. Throws as {@link unlessRefused} does. */
export async function keepUnder<T>(store: BrandStore, kind: BrandKind, name: string, put: () => Promise<T>) {
  const before = await store.get(kind, name)
  const document = await unlessRefused(put())
  return { status: before === undefined ? (201 as const) : (200 as const), document }
}

/** The route that takes a name away. */
export const removalRoute: FastifyPluginAsyncZod<{ brand: BrandStore; kind: BrandKind }> = async (
  app,
  { brand, kind },
) => {
  const thing = SINGULAR[kind]
  app.delete(
    `/${kind}/:name`,
    {
      schema: {
        operationId: `delete${thing.charAt(0).toUpperCase()}${thing.slice(1)}`,
        tags: ['Brand'],
        summary: `Take a ${thing} away`,
        params: namePath,
        response: { 204: REMOVED, 400: REFUSED, 404: NONE, 503: STORE_DOWN },
      },
    },
    async (request, reply) => {
      await removeName(brand, kind, request.params.name)
      return reply.code(204).send(null)
    },
  )
}

/** @throws HttpProblem 404 for a name that stands for nothing, 400 for that of what is built in */
async function removeName(store: BrandStore, kind: BrandKind, name: string): Promise<void> {
  if (isBuiltIn(kind, name)) await unlessRefused(Promise.resolve().then(() => assertOwnName(kind, name)))
  if ((await store.get(kind, name)) === undefined) throw await noneOf(store, kind, name)
  await store.remove(kind, name)
}

export async function noneOf(store: BrandStore, kind: BrandKind, name: string): Promise<HttpProblem> {
  return new HttpProblem(
    404,
    `There is no such ${SINGULAR[kind]}: ${await explainUnknown(store, kind, name)}`,
  )
}
