import {
  BATCH_ID_PATTERN,
  BRAND_KINDS,
  BRAND_NAME_PATTERN,
  type BrandKind,
  batchIdDay,
  LEAF_ID_PATTERN,
  PRESET_NAME_PATTERN,
  REFERENCE_ID_PATTERN,
  REFERENCE_TYPES,
  type Reference,
  type ReferenceType,
  SETTLED_STATES,
  type SettledState,
  VERSION_TAG_PATTERN,
} from '@contactsheet/contract'

/**
 * Where everything is in the store. No other module spells a key.
 *
 *     open/<batchId>                                          marker: accepted, not settled
 *     batches/<batchId>/batch.json                            what was asked
 *     batches/<batchId>/label.json                            what it is called by now, if otherwise than was asked
 *     batches/<batchId>/references/<sha256>.<ext>             copies of the pictures that its models are given
 *     batches/<batchId>/originals/<leafId>.<ext>              provider bytes
 *     batches/<batchId>/images/<leafId>-<slug>--<model>.jpg   finished pictures, of the first output
 *     batches/<batchId>/small/<leafId>-<slug>--<model>.jpg    the same, small
 *     batches/<batchId>/outputs/<leafId>-<slug>--<model>--<output>.<ext>  of the other outputs
 *     batches/<batchId>/leaves/<leafId>.<state>.json          records
 *     batches/<batchId>/claims/<leafId>.json                  who runs a leaf, where no queue tells
 *     batches/<batchId>/claims/batch.json                     who hands out its leaves, where no queue does
 *     batches/<batchId>/canceled                              marker
 *     batches/<batchId>/paused                                marker: nothing new of it is to start
 *     batches/<batchId>/picks/<leafId>.<picked|rejected>      marker: what somebody said of a leaf
 *     batches/<batchId>/sheet.jpg                             the contact sheet as one picture
 *     batches/<batchId>/index.json                            where in the result of a large batch which records are
 *     batches/<batchId>/result.json                           written last
 *     batches/<batchId>/closed.json                           why it was closed though it has no result
 *
 * Of leaves whose pictures were made anew, the names of pictures, records and attempts carry the version's tag:
 * `<leafId>-<slug>--<model>--v2-k3xq.jpg`, `<leafId>.<state>.v2-k3xq.json`; and where a provider made the leaf again, that of its
 * original does: `<leafId>.v2-k3xq.<ext>`. See `versions` in `batch.json`.
 *
 * For batches whose request named a webhook, from settling until it was sent:
 *
 *     webhooks/<batchId>                                      what is to be told to whom, and when next
 *
 * For batches that reuse what others got (`reuse`), by the hash of what a provider was asked:
 *
 *     answers/<hash>/<batchId>.<name of the original>         who has an original that answers it; where the emulator made
 *                                                             that, `.simulated` follows
 *
 * For requests that came with an idempotency key:
 *
 *     idempotency/<sha256 of the key>/                        the agreement on which batch it stands for
 *
 * For what things cost, by the UTC day on which the batch was accepted; it outlives the batch:
 *
 *     usage/<day>/<batchId>.json                              what a settled batch came to, and whose token made it
 *
 * For batches that the economy lane makes leaves of:
 *
 *     batches/<batchId>/jobs/<number>.json                    a job at a provider, from the intent to its last picture kept
 *     batches/<batchId>/jobs/hurried.json                     which leaves are made at once, for the sake of the deadline
 *
 * For tokens with a budget:
 *
 *     budgets/<token>/<month>/<number>/                       the agreement on which reservation has that number
 *
 * To see whether the store can be written:
 *
 *     probe                                                   nothing; written now and then where nothing else is
 *
 * For workers, while they run:
 *
 *     workers/<id>.json                                       which providers it can ask, and until when that holds
 *
 * For templates, fonts and logos of a deployment's own:
 *
 *     brand/<kind>/<name>.json                                what a name stands for at present
 *     brand/objects/<sha256>.<ext>                            its content, which never changes and never goes
 *
 * For pictures that models are given:
 *
 *     references/<sha256>.<ext>                               uploads; batches have copies of their own
 *
 * For what forms are filled by:
 *
 *     presets/<name>.json                                     what a preset says of a batch
 *
 * Under Render Workflows also:
 *
 *     batches/<batchId>/run.json                              the task run that has the batch
 *     batches/<batchId>/jobs/look.json                        when the economy lane is to be gone on with
 *     batches/<batchId>/attempts/<leafId>.json                how often a leaf has been tried, and since when
 */
export const BATCHES = 'batches/'
export const OPEN = 'open/'
export const IDEMPOTENCY = 'idempotency/'
export const WEBHOOKS = 'webhooks/'
export const PROBE = 'probe'
export const WORKERS = 'workers/'
export const USAGE = 'usage/'
export const BUDGETS = 'budgets/'
export const REFERENCES = 'references/'
export const ANSWERS = 'answers/'
export const PRESETS = 'presets/'
const BRAND = 'brand/'

/** Folder of everything in a batch. Throws RangeError if that is no batch id, as everything below does. */
export function batchFolder(batchId: string): string {
  return `${BATCHES}${checked(batchId)}/`
}

export function openKey(batchId: string): string {
  return `${OPEN}${checked(batchId)}`
}

export function batchKey(batchId: string): string {
  return `${batchFolder(batchId)}batch.json`
}

export function labelKey(batchId: string): string {
  return `${batchFolder(batchId)}label.json`
}

export function canceledKey(batchId: string): string {
  return `${batchFolder(batchId)}canceled`
}

export function pausedKey(batchId: string): string {
  return `${batchFolder(batchId)}paused`
}

export function sheetKey(batchId: string): string {
  return `${batchFolder(batchId)}sheet.jpg`
}

export function resultKey(batchId: string): string {
  return `${batchFolder(batchId)}result.json`
}

export function indexKey(batchId: string): string {
  return `${batchFolder(batchId)}index.json`
}

export function closedKey(batchId: string): string {
  return `${batchFolder(batchId)}closed.json`
}

/** Formats that an original can have, and the extension of each. */
export const ORIGINAL_TYPES = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
} as const
export type OriginalType = keyof typeof ORIGINAL_TYPES
export const ORIGINAL_NAMES = Object.keys(ORIGINAL_TYPES) as OriginalType[]

export function originalsFolder(batchId: string): string {
  return `${batchFolder(batchId)}originals/`
}

/** @param tag of the version in which the leaf was made again; undefined for the first */
export function originalKey(
  batchId: string,
  leafId: string,
  contentType: OriginalType,
  tag?: string | undefined,
): string {
  return `${originalsFolder(batchId)}${leafId}${suffix(tag)}.${ORIGINAL_TYPES[contentType]}`
}

/** Id of the leaf whose original is kept under a key. */
export function originalLeafId(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1).split('.', 1)[0] ?? ''
}

/** Tag of the version in which the leaf was made again whose original is kept under a key; undefined for the first. */
export function originalTag(key: string): string | undefined {
  const [, tag, extension] = key.slice(key.lastIndexOf('/') + 1).split('.')
  return extension === undefined ? undefined : tag
}

export function recordsFolder(batchId: string): string {
  return `${batchFolder(batchId)}leaves/`
}

/** @param tag of the version it is of; undefined for the first */
export function recordKey(
  batchId: string,
  leafId: string,
  state: SettledState,
  tag?: string | undefined,
): string {
  return `${recordsFolder(batchId)}${leafId}.${state}${suffix(tag)}.json`
}

/** How a leaf settled, as the key of its record says. */
export interface RecordName {
  leafId: string
  state: SettledState
  /** Of the version it is of; undefined for the first. */
  tag?: string | undefined
}

/** Takes the key of a record apart; undefined if it is none. */
export function parseRecordKey(key: string): RecordName | undefined {
  const [leafId, word, ...rest] = key.slice(key.lastIndexOf('/') + 1).split('.')
  const state = SETTLED_STATES.find(known => known === word)
  const [tag] = rest.length === 2 ? rest : []
  if (leafId === undefined || state === undefined || rest.at(-1) !== 'json' || rest.length > 2)
    return undefined
  if (tag !== undefined && !VERSION_TAG_PATTERN.test(tag)) return undefined
  return LEAF_ID_PATTERN.test(leafId) ? { leafId, state, tag } : undefined
}

function suffix(tag: string | undefined): string {
  return tag === undefined ? '' : `.${tag}`
}

export function claimsFolder(batchId: string): string {
  return `${batchFolder(batchId)}claims/`
}

/** @param leafId undefined for the claim on the batch itself */
export function claimKey(batchId: string, leafId: string | undefined): string {
  return `${claimsFolder(batchId)}${leafId ?? 'batch'}.json`
}

export function webhookKey(batchId: string): string {
  return `${WEBHOOKS}${checked(batchId)}`
}

export function workerKey(id: string): string {
  return `${WORKERS}${id}.json`
}

/** Throws RangeError if that is no name. */
export function presetKey(name: string): string {
  if (!PRESET_NAME_PATTERN.test(name)) throw new RangeError(`${JSON.stringify(name)} is no name of a preset.`)
  return `${PRESETS}${name}.json`
}

/** The preset that is kept under a key; undefined if the key is of none. */
export function parsePresetKey(key: string): string | undefined {
  const name = key.slice(PRESETS.length).replace(/\.json$/, '')
  return PRESET_NAME_PATTERN.test(name) ? name : undefined
}

/** Extensions of what is kept of each kind. */
const BRAND_EXTENSIONS: Record<BrandKind, string> = { templates: 'json', fonts: 'otf', logos: 'png' }

export function brandFolder(kind: BrandKind): string {
  return `${BRAND}${kind}/`
}

/** Throws RangeError if that is no name. */
export function brandKey(kind: BrandKind, name: string): string {
  if (!BRAND_NAME_PATTERN.test(name))
    throw new RangeError(`${JSON.stringify(name)} is no name of the brand kit.`)
  return `${brandFolder(kind)}${name}.json`
}

/** The name that a key of {@link brandKey} is of; undefined if the key is none of those. */
export function parseBrandKey(key: string): { kind: BrandKind; name: string } | undefined {
  const [, word, file = ''] = key.split('/')
  const kind = BRAND_KINDS.find(known => known === word)
  const name = file.replace(/\.json$/, '')
  return kind !== undefined && BRAND_NAME_PATTERN.test(name) ? { kind, name } : undefined
}

/** Throws RangeError if that is no SHA-256 in hexadecimal digits. */
export function brandObjectKey(kind: BrandKind, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError(`${JSON.stringify(sha256)} is no SHA-256.`)
  return `${BRAND}objects/${sha256}.${BRAND_EXTENSIONS[kind]}`
}

/** @param day in UTC, as in `2026-11-26` */
export function usageFolder(day: string): string {
  return `${USAGE}${day}/`
}

export function usageKey(batchId: string): string {
  return `${usageFolder(batchIdDay(batchId))}${checked(batchId)}.json`
}

/** The batch whose usage is kept under a key; undefined if the key is none of those. */
export function parseUsageKey(key: string): string | undefined {
  return parseBatchId(key.slice(key.lastIndexOf('/') + 1).replace(/\.json$/, ''))
}

/** @param month in UTC, as in `2026-11` */
export function ledgerFolder(token: string, month: string): string {
  return `${BUDGETS}${token}/${month}/`
}

/**
 * Throws RangeError beyond a million: names of as many digits sort as their numbers do.
 *
 * @param number from 0
 */
export function reservationFolder(token: string, month: string, number: number): string {
  if (number > 999_999) throw new RangeError(`The ledger of "${token}" for ${month} is full.`)
  return `${ledgerFolder(token, month)}${String(number).padStart(6, '0')}/`
}

/** Where an upload is. Throws RangeError if that is no SHA-256 in hexadecimal digits. */
export function uploadKey(sha256: string, contentType: ReferenceType): string {
  return REFERENCES + referenceName(sha256, contentType)
}

/** The upload that is kept under a key; undefined if the key is of none. */
export function parseUploadKey(key: string): string | undefined {
  const [id = ''] = key.slice(REFERENCES.length).split('.')
  return REFERENCE_ID_PATTERN.test(id) ? id : undefined
}

/** Folder of a batch's own copies of its references. */
export function referencesFolder(batchId: string): string {
  return `${batchFolder(batchId)}references/`
}

export function referenceKey(batchId: string, { sha256, contentType }: Reference): string {
  return referencesFolder(batchId) + referenceName(sha256, contentType)
}

function referenceName(sha256: string, contentType: ReferenceType): string {
  if (!REFERENCE_ID_PATTERN.test(sha256)) throw new RangeError(`${JSON.stringify(sha256)} is no SHA-256.`)
  return `${sha256}.${REFERENCE_TYPES[contentType]}`
}

/** @param hash of an idempotency key, in hexadecimal digits */
export function idempotencyFolder(hash: string): string {
  return `${IDEMPOTENCY}${hash}/`
}

export function runKey(batchId: string): string {
  return `${batchFolder(batchId)}run.json`
}

export function attemptsFolder(batchId: string): string {
  return `${batchFolder(batchId)}attempts/`
}

/** @param tag of the leaf's version; undefined for the first */
export function attemptKey(batchId: string, leafId: string, tag?: string): string {
  return `${attemptsFolder(batchId)}${leafId}${suffix(tag)}.json`
}

/** The leaf whose attempts are kept under a key, and of which of its versions; undefined if the key is none of those. */
export function parseAttemptKey(key: string): { leafId: string; tag?: string | undefined } | undefined {
  const [leafId = '', ...rest] = key.slice(key.lastIndexOf('/') + 1).split('.')
  const [tag] = rest.length === 2 ? rest : []
  return LEAF_ID_PATTERN.test(leafId) ? { leafId, tag } : undefined
}

/** The batch that a folder or an open marker is named after; undefined if it is somebody else's. */
export function parseBatchId(name: string): string | undefined {
  return BATCH_ID_PATTERN.test(name) ? name : undefined
}

function checked(batchId: string): string {
  if (!BATCH_ID_PATTERN.test(batchId)) throw new RangeError(`${JSON.stringify(batchId)} is no batch id.`)
  return batchId
}
