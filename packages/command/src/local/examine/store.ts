import { randomUUID } from 'node:crypto'
import { access, constants } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { createObjectStore, s3Options } from '@contactsheet/runtime'
import { keepsVersions, type ObjectStore, UnwritableStore } from '@contactsheet/storage'
import { type Check, fault, ok, reasonOf, warning } from '../../doctor/check.ts'
import { compareClock } from '../../doctor/clock.ts'
import type { Configuration } from './variables.ts'

const TIMEOUT_MS = 5_000

/** Writes an object to the store, reads it and removes it, and looks what else the store says of itself. */
export async function examineStore(config: Configuration): Promise<Check[]> {
  const { MINIO_ENDPOINT: endpoint, MINIO_ACCESS_KEY: key, MINIO_SECRET_KEY: secret } = config
  if (endpoint === undefined) return examineDisk(config)
  // Told of already.
  if (key === undefined || secret === undefined) return []
  const probe = await tryOut(createObjectStore(config), `${config.MINIO_BUCKET} at ${endpoint}`)
  const clock = await clockOf(endpoint)
  if (probe.state !== 'ok') return [probe, ...clock]
  return [probe, ...(await examineVersions(config, endpoint)), ...clock]
}

async function examineDisk(config: Configuration): Promise<Check[]> {
  const folder = join(resolve(config.DATA_DIR), config.MINIO_BUCKET)
  if (await isThere(folder)) return [await tryOut(createObjectStore(config), folder)]
  const parent = await nearestFolder(folder)
  return (await isThere(parent, constants.W_OK))
    ? [ok('store', `files in ${folder}, a folder that the first start makes`)]
    : [
        fault(
          'store',
          `${folder} is not there, and ${parent} cannot be written`,
          'Set DATA_DIR to a folder that can.',
        ),
      ]
}

async function tryOut(store: ObjectStore, where: string): Promise<Check> {
  const name = `doctor-${randomUUID()}`
  const bytes = Buffer.from(name)
  try {
    // Of a folder that is there it makes what it lacks; a bucket would be made.
    await (store.kind === 'disk' ? store.ready() : store.check())
    await store.put(name, bytes, { contentType: 'text/plain' })
    const read = await store.get(name)
    await store.delete(name)
    if (!read?.equals(bytes))
      return fault(
        'store',
        `${where} gives back something else than was written`,
        'Look for a cache on the way to it.',
      )
    return ok('store', `${where} takes objects, gives them back and removes them`)
  } catch (error) {
    const reason = reasonOf(error)
    if (/bucket does not exist/.test(reason))
      return warning('store', `${where} is not there yet`, 'The first start makes it, if the key may.')
    return fault('store', `${where}: ${reason}`, remedyFor(store, error))
  }
}

function remedyFor({ kind }: ObjectStore, error: unknown): string {
  if (kind === 'disk') return 'Set DATA_DIR to a folder that can be read and written.'
  if (error instanceof UnwritableStore)
    return 'Its key needs s3:PutObject, s3:GetObject, s3:DeleteObject and s3:ListBucket; see that it has room.'
  return 'Set MINIO_ENDPOINT, MINIO_ACCESS_KEY and MINIO_SECRET_KEY; or none of them, to keep files under DATA_DIR.'
}

async function examineVersions(config: Configuration, endpoint: string): Promise<Check[]> {
  try {
    if (!(await keepsVersions(s3Options(config, endpoint)))) return []
    const found = `bucket ${config.MINIO_BUCKET} keeps versions: what is deleted or written over goes on to take room`
    return [warning('versions', found, 'Give it a lifecycle rule that expires old ones.')]
  } catch {
    // Not every store can tell, and not every key may ask.
    return []
  }
}

async function clockOf(endpoint: string): Promise<Check[]> {
  const answer = await fetch(endpoint, { method: 'HEAD', signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    () => undefined,
  )
  return compareClock('the store', answer?.headers.get('date') ?? undefined, Date.now())
}

/** The folder itself, or what is there above it. */
export async function nearestFolder(folder: string): Promise<string> {
  return (await isThere(folder)) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder))
}

function isThere(path: string, mode?: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}
