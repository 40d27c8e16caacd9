import { BATCH_ID_PATTERN, DOCUMENT_VERSION } from '@contactsheet/contract'
import { z } from 'zod'
import { readDocument, writeDocument } from './documents.ts'
import { closedKey } from './layout.ts'
import type { ObjectStore } from './object-store.ts'
import { unlessDamaged } from './unreadable.ts'

const noteSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  batchId: z.string().regex(BATCH_ID_PATTERN),
  closedAt: z.iso.datetime(),
  /** One sentence a person can act on. */
  reason: z.string(),
})

/** Writes down why a batch is closed that has no result. */
export async function writeClosedNote(objects: ObjectStore, batchId: string, reason: string): Promise<void> {
  const note = { version: DOCUMENT_VERSION, batchId, closedAt: new Date().toISOString(), reason }
  await writeDocument(objects, closedKey(batchId), note)
}

/** Why a batch was closed that has no result; undefined if nobody noted that. */
export async function readClosedReason(objects: ObjectStore, batchId: string): Promise<string | undefined> {
  return (await unlessDamaged(readDocument(objects, closedKey(batchId), noteSchema)))?.reason
}
