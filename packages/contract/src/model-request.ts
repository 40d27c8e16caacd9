import { z } from 'zod'
import type { Catalog } from './catalog/catalog.ts'
import { optionsOf } from './catalog/model.ts'
import { PROVIDERS } from './catalog/provider.ts'
import { type ColumnRequest, optionFault, partsOf } from './columns.ts'

/** Every option that a model of some provider has. */
const OPTIONS = [...new Set(PROVIDERS.flatMap(optionsOf))]

const NEITHER = 'expected string, or an object with id and options of the model'

/**
 * An item of `models`: an id, or an object of an id and options. Which options there are, and what each can be, goes by the
 * model that it comes to: for one that was shut down, by its replacement.
 */
export function modelRequestSchema(catalog: Catalog, today: () => Date) {
  return z
    .unknown()
    .meta({
      anyOf: [
        { type: 'string', description: 'Id of a model.' },
        {
          type: 'object',
          properties: Object.fromEntries(['id', ...OPTIONS].map(name => [name, { type: 'string' }])),
          required: ['id'],
          additionalProperties: false,
          description:
            'A model with options: those that its `choices` in `GET /models` names, and its size or aspect ratio.',
        },
      ],
    })
    .transform((written, context): ColumnRequest => {
      const faults = faultsOf(written, catalog, today())
      for (const { path, message } of faults) context.addIssue({ code: 'custom', path, message })
      if (faults.length > 0) return z.NEVER
      const { id, options } = partsOf(written as ColumnRequest)
      return Object.keys(options).length === 0 ? id : { id, ...options }
    })
}

interface Fault {
  path: string[]
  message: string
}

function faultsOf(written: unknown, catalog: Catalog, today: Date): Fault[] {
  if (typeof written === 'string') return idFaults(written, [], catalog, today)
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    return [{ path: [], message: `Invalid input: ${NEITHER}` }]
  const { id, ...options }: { id?: unknown } = written
  if (typeof id !== 'string') return [{ path: ['id'], message: 'must be the id of a model' }]
  const model = catalog.resolve(id, today)?.model
  if (model === undefined) return idFaults(id, ['id'], catalog, today)
  // However many there are, one of the first that are more than all known ones is at fault.
  return Object.entries(options)
    .slice(0, OPTIONS.length + 1)
    .flatMap(([name, value]) => {
      const message =
        typeof value === 'string' ? optionFault(model, name, value) : `must be a text, as all options are`
      return message === undefined ? [] : [{ path: [name], message }]
    })
}

function idFaults(id: string, path: string[], catalog: Catalog, today: Date): Fault[] {
  return catalog.resolve(id, today) === undefined
    ? [{ path, message: catalog.explainUnknown(id, today) }]
    : []
}
