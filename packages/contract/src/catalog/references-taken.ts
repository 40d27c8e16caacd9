import { z } from 'zod'

/** What a model takes of pictures beside the prompt. */
export const referencesTakenSchema = z.strictObject({
  most: z.int().min(1).max(16).describe('How many with one prompt.'),
  totalBytes: z
    .int()
    .positive()
    .optional()
    .describe('Bytes that those of one prompt may have together. Absent: as much as one batch may have.'),
})
