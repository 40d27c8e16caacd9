import type { KnownNames } from '@contactsheet/brand'
import {
  type Catalog,
  fieldErrors,
  PRESET_NAME_PATTERN,
  PRESET_NAME_RULE,
  presetListSchema,
  presetSchema,
  presetViewSchema,
  type RequestLimits,
} from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { empty, json, problem, STORE_DOWN } from '../http/answers.ts'
import { noQuery } from '../http/parameters.ts'
import { FieldsProblem, HttpProblem } from '../http/problem.ts'

/** Largest preset, in bytes: the longest texts that a request can have, and room for the rest. */
const MAX_BYTES = 65_536

/** Most presets of a deployment: more than anybody looks through, and few enough to be read at once. */
const MOST_PRESETS = 200

const path = z.object({ name: z.string().describe(`Name of the preset: ${PRESET_NAME_RULE}.`) })
const NONE = problem('There is no preset of this name.')

const EXAMPLES = {
  preset: {
    value: {
      models: [{ id: 'gpt-image-2', quality: 'high' }],
      style: 'watercolor',
      template: 'left-panel',
      font: 'lora',
      outputs: ['og', 'square'],
      extraPrompt: 'No people',
    },
  },
}

interface PresetDeps {
  store: BatchStore
  catalog: Catalog
  limits: RequestLimits
  names: KnownNames
}

/** What people have batches made with again and again: kept for everybody who makes some here. */
export const presetRoutes: FastifyPluginAsyncZod<PresetDeps> = async (
  app,
  { store: { presets }, catalog, limits, names },
) => {
  const schema = presetSchema(catalog, limits)
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input' })

  app.get(
    '/presets',
    {
      schema: {
        operationId: 'listPresets',
        tags: ['Presets'],
        summary: 'List presets',
        querystring: noQuery,
        response: { 200: json('All of them, by name.', presetListSchema), 503: STORE_DOWN },
      },
    },
    async () => ({ presets: await presets.list() }),
  )

  app.put(
    '/presets/:name',
    {
      bodyLimit: MAX_BYTES,
      preValidation: ({ body }) => names.lookUpFor(body),
      schema: {
        operationId: 'putPreset',
        tags: ['Presets'],
        summary: 'Keep a preset',
        description: `Takes the place of one of the same name. There can be ${MOST_PRESETS}, of ${MAX_BYTES / 1024} KiB each. What it names may go later: whoever sends it as part of a batch is told then.`,
        params: path,
        body: z.unknown().meta({ ...described, 'x-examples': EXAMPLES }),
        response: {
          200: json('The name stands for this preset now.', presetViewSchema),
          201: json('There is a preset of this name now.', presetViewSchema),
          400: problem('It cannot be kept: `errors` names every field at fault, or `detail` says why.'),
          409: problem(`There are ${MOST_PRESETS} presets. Take one away first.`),
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const { name } = request.params
      if (!PRESET_NAME_PATTERN.test(name))
        throw new HttpProblem(400, `${JSON.stringify(name)} is no name of a preset: ${PRESET_NAME_RULE}.`)
      const { error } = schema.safeParse(request.body)
      if (error !== undefined) throw new FieldsProblem(400, 'The preset cannot be used', fieldErrors(error))
      const known = await presets.names()
      const isNew = !known.includes(name)
      if (isNew && known.length >= MOST_PRESETS)
        throw new HttpProblem(409, `There are ${MOST_PRESETS} presets already. Take one away first.`)
      // As it was written: what is sent of it later is judged and filled in then.
      const kept = await presets.put(name, request.body as Record<string, unknown>)
      return reply.code(isNew ? 201 : 200).send(kept)
    },
  )

  app.delete(
    '/presets/:name',
    {
      schema: {
        operationId: 'deletePreset',
        tags: ['Presets'],
        summary: 'Take a preset away',
        params: path,
        response: {
          204: empty('It is gone. Batches that were made with it stay.'),
          404: NONE,
          503: STORE_DOWN,
        },
      },
    },
    async (request, reply) => {
      const { name } = request.params
      // By its key: one that is damaged can be taken away too.
      if (!(await presets.names()).includes(name))
        throw new HttpProblem(404, `There is no preset ${JSON.stringify(name)}.`)
      await presets.remove(name)
      return reply.code(204).send(null)
    },
  )
}
