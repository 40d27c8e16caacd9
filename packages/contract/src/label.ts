import { z } from 'zod'
import { writtenText } from './written-text.ts'

/** Most of what a batch can be found by beside its texts: it stays something to read at a glance. */
const MOST = { name: 120, tag: 40, tags: 20 } as const

/** Blanks of every kind, line breaks among them. */
const BLANKS = /\s+/g

/** What people call a batch. Any of it may change at any time; nothing is made by it. */
export interface Label {
  name?: string | undefined
  tags: readonly string[]
}

const oneLine = (most: number, what: string) =>
  writtenText(most)
    .overwrite(text => text.replace(BLANKS, ' ').trim())
    .min(1, `must not be empty: leave out ${what}`)

/** The fields of a request that say what a batch is called. */
export const labelFields = {
  name: oneLine(MOST.name, 'the name').describe('What the batch is called: one line.'),
  tags: z
    .array(oneLine(MOST.tag, 'the tag'))
    .overwrite(tags =>
      [...new Map(tags.toReversed().map(tag => [tag.toLowerCase(), tag])).values()].reverse(),
    )
    .max(MOST.tags, `must hold at most ${MOST.tags} tags`)
    .describe('What the batch can be found by, each once.'),
}

/** The body of `PATCH /batches/:id`. */
export const labelRequestSchema = z
  .strictObject({
    name: labelFields.name.nullable().optional().describe('Null takes the name away. Left out: it stays.'),
    tags: labelFields.tags.optional().describe('In place of all there were. Left out: they stay.'),
  })
  .refine(({ name, tags }) => name !== undefined || tags !== undefined, 'must have a name or tags')

/** The answer of `PATCH /batches/:id`. */
export const labelViewSchema = z.strictObject({
  name: z.string().nullable(),
  tags: z.array(z.string()),
})

/** What a batch is called in views of it: what there is nothing of is absent. */
export const labelInView = {
  name: z.string().optional().describe('What it is called. Absent where it has no name.'),
  tags: z.array(z.string()).optional().describe('What it can be found by. Absent where there are none.'),
}
