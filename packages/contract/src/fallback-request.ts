import type { Catalog } from './catalog/catalog.ts'
import type { Column } from './catalog/model.ts'
import { type ColumnRequest, columnsOf, nameOfColumn } from './columns.ts'
import type { Output } from './output.ts'
import { pixelsOf } from './shape.ts'

/** Options that say how large a picture is to be. */
const SIZE_OPTIONS: readonly string[] = ['size', 'imageSize']

/** How much smaller pictures of another model may be than a request asks for by a column's options, as a share of the pixels. */
const LARGE_ENOUGH = 0.8

/** The part of a request that says with which models its leaves may be made. */
export interface FallbackRequest {
  models: readonly ColumnRequest[]
  fallback?: readonly ColumnRequest[] | undefined
  fallbackOn?: readonly string[] | undefined
}

/**
 * What keeps models from standing in for the columns of a request: they make smaller pictures than it asks for by name.
 * Whether they take its references is told elsewhere, once these are known.
 *
 * @param request whose models the catalog knows
 */
export function fallbackFaults(
  { models, fallback = [], fallbackOn }: FallbackRequest,
  outputs: readonly Output[],
  catalog: Catalog,
  now: Date,
): { path: (string | number)[]; message: string }[] {
  if (fallback.length === 0)
    return fallbackOn === undefined
      ? []
      : [
          {
            path: ['fallbackOn'],
            message: 'says when to fall back, and `fallback` names no model to fall back to',
          },
        ]
  const sized = columnsOf(models, outputs, catalog, now).columns.filter(isSized)
  return fallback.flatMap((item, place) => {
    const [column] = columnsOf([item], outputs, catalog, now).columns
    const larger = sized.find(
      asked => column !== undefined && pixelsOf(column) < LARGE_ENOUGH * pixelsOf(asked),
    )
    if (column === undefined || larger === undefined) return []
    const message = `${nameOfColumn(column)} makes pictures of ${megapixels(column)} megapixels, and ${nameOfColumn(larger)} is asked for ${megapixels(larger)}. Give it a size of its own, or leave it out`
    return [{ path: ['fallback', place], message }]
  })
}

function isSized({ asked = [] }: Column): boolean {
  return asked.some(name => SIZE_OPTIONS.includes(name))
}

function megapixels(column: Column): string {
  return (pixelsOf(column) / 1e6).toFixed(1)
}
