import type { BatchView } from '../api/types.ts'
import { count } from './format.ts'
import { leafIdAt, positionOfId, promptOf, rowCount, rowOf, slotCount } from './slots.ts'

/** What an address asks to have compared. */
export interface Asked {
  /** Index of a prompt, ids of leaves, or `picks`. */
  compare: string
  /** Which columns of a row, from 1; null: the first. */
  columns?: string | null
  /** Id of the leaf that the pictures start with, of more than fit; null: the first. */
  from?: string | null
  /** `row`: the picks of one prompt at a time. */
  by?: string | null
}

/** What changes in the address to go on from here: a name without a value goes. */
export type Change = Readonly<Record<string, string | undefined>>

/** Pictures to see beside each other, and where to go from them. */
export interface Compared {
  /** Undefined: there is nothing of the kind that was asked for. */
  title: string | undefined
  /** Positions on the sheet. */
  shown: readonly number[]
  /** Where this is among the others, as in `3 of 10`. */
  place?: string
  /** One back and one on: to the next row, or to further pictures. */
  steps?: readonly [Change, Change]
  /** The same in smaller steps, where a row has more pictures than fit. */
  turns?: readonly [Change, Change]
  /** Whether the pictures are of more than one prompt. */
  isMixed: boolean
}

/**
 * The pictures that are compared.
 *
 * @param room how many pictures there is room for
 * @param picked positions of what is picked, ascending
 */
export function comparedOf(view: BatchView, asked: Asked, room: number, picked: readonly number[]): Compared {
  const { compare } = asked
  if (/^\d+$/.test(compare)) return ofRow(view, asked, room)
  if (compare === 'picks') return walk(view, asked, groupsOf(view, picked, room, asked.by === 'row'), 'Picks')
  const positions = compare.split(',').flatMap(id => positionOfId(view, id) ?? [])
  return walk(view, asked, groupsOf(view, [...new Set(positions)], room, false), 'Chosen images')
}

function ofRow(view: BatchView, { compare, columns }: Asked, room: number): Compared {
  const row = rowOf(view, Number(compare))
  const title = row < 0 ? undefined : view.prompts[Number(compare)]
  if (title === undefined) return { title, shown: [], isMixed: false }
  const [rows, across] = [rowCount(view), slotCount(view)]
  const chosen = columnsIn(columns ?? null, across, room)
  const to = (by: number) => ({ compare: String(promptOf(view, (row + by + rows) % rows)) })
  return {
    title,
    shown: chosen.map(column => row * across + column),
    place: `${count(row + 1)} of ${count(rows)}`,
    steps: [to(-1), to(1)],
    ...(across > room ? { turns: turnsOf(chosen, across, room, to) } : {}),
    isMixed: false,
  }
}

/** The columns before and after some of a row; at its ends those of the rows beside it. */
function turnsOf(
  chosen: readonly number[],
  across: number,
  room: number,
  to: (by: number) => Change,
): [Change, Change] {
  const page = Math.floor((chosen[0] ?? 0) / room)
  const pages = Math.ceil(across / room)
  const at = (page: number) => {
    const first = page * room
    const shown = Array.from({ length: Math.min(room, across - first) }, (_, index) => first + index)
    return { columns: columnsText(shown, room) }
  }
  return [
    page > 0 ? at(page - 1) : { ...to(-1), ...at(pages - 1) },
    page < pages - 1 ? at(page + 1) : { ...to(1), ...at(0) },
  ]
}

/** The columns that an address names, from 0, in the order of the sheet: the first ones where it names none. */
export function columnsIn(text: string | null, across: number, room: number): number[] {
  const named = [...new Set(text?.split(',').map(Number))].filter(
    column => Number.isInteger(column) && column >= 1 && column <= across,
  )
  if (named.length === 0) return Array.from({ length: Math.min(room, across) }, (_, index) => index)
  return named
    .slice(0, room)
    .sort((a, b) => a - b)
    .map(column => column - 1)
}

/** Columns as an address names them; undefined for those that are shown anyway. */
export function columnsText(columns: readonly number[], room: number): string | undefined {
  const sorted = columns.toSorted((a, b) => a - b)
  const isUsual = sorted.length === room && sorted.every((column, index) => column === index)
  return isUsual ? undefined : sorted.map(column => column + 1).join(',')
}

/**
 * The columns after one is chosen or taken away. Where there is no room for one more, it takes the place of the one in
 * hand; the last one stays.
 */
export function withColumn(
  columns: readonly number[],
  column: number,
  inHand: number | undefined,
  room: number,
): number[] {
  const others = columns.filter(other => other !== column)
  if (others.length < columns.length) return others.length === 0 ? [...columns] : others
  if (columns.length < room) return [...columns, column]
  const leaves = inHand !== undefined && columns.includes(inHand) ? inHand : columns.at(-1)
  return [...columns.filter(other => other !== leaves), column]
}

/** Positions in groups of so many, which are of one prompt each where that is wanted. */
function groupsOf(
  view: BatchView,
  positions: readonly number[],
  room: number,
  byRow: boolean,
): readonly (readonly number[])[] {
  const across = slotCount(view)
  const groups: number[][] = []
  for (const position of positions) {
    const last = groups.at(-1)
    const isSameRow = Math.floor((last?.[0] ?? -1) / across) === Math.floor(position / across)
    if (last === undefined || last.length === room || (byRow && !isSameRow)) groups.push([position])
    else last.push(position)
  }
  return groups
}

function walk(
  view: BatchView,
  { from }: Asked,
  groups: readonly (readonly number[])[],
  name: string,
): Compared {
  const first = from ? positionOfId(view, from) : undefined
  const at = Math.max(
    0,
    groups.findIndex(group => first !== undefined && group.includes(first)),
  )
  const shown = groups[at] ?? []
  const rows = new Set(shown.map(position => Math.floor(position / slotCount(view))))
  const [row = 0] = rows
  if (shown.length === 0) return { title: undefined, shown, isMixed: false }
  const to = (by: number) => {
    const position = groups[(at + by + groups.length) % groups.length]?.[0] ?? 0
    return { from: leafIdAt(view, position) }
  }
  const before = groups.slice(0, at).reduce((sum, group) => sum + group.length, 0)
  const total = groups.reduce((sum, group) => sum + group.length, 0)
  const last = before + shown.length
  const place = shown.length === 1 ? count(last) : `${count(before + 1)} to ${count(last)}`
  return {
    title: rows.size === 1 ? (view.prompts[promptOf(view, row)] ?? name) : name,
    shown,
    ...(groups.length > 1 ? { place: `${place} of ${count(total)}`, steps: [to(-1), to(1)] as const } : {}),
    isMixed: rows.size > 1,
  }
}
