import { createHash } from 'node:crypto'
import { BRAND_NAME_PATTERN, type BrandKind, DOCUMENT_VERSION } from '@contactsheet/contract'
import pLimit from 'p-limit'
import { z } from 'zod'
import { damaged, readDocument, writeDocument } from './documents.ts'
import { brandFolder, brandKey, brandObjectKey, parseBrandKey } from './layout.ts'
import type { ObjectStore } from './object-store.ts'
import { unlessDamaged } from './unreadable.ts'

/** Documents read at once. */
const CALLS_AT_ONCE = 16

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const name = z.string().regex(BRAND_NAME_PATTERN)

const common = {
  version: z.literal(DOCUMENT_VERSION),
  /** Of the content that the name stands for, see {@link BrandStore.content}. */
  sha256,
  /** Of the file that it was made of. */
  source: sha256,
  /** Length of the content. */
  bytes: z.int().positive(),
  updatedAt: z.iso.datetime(),
}

/** What is written down of a name, by kind. */
const DOCUMENTS = {
  templates: z.strictObject({
    ...common,
    /** What people call it. */
    label: z.string(),
    /** What it adds to a prompt, on a picture wider than high. */
    prompt: z.string(),
    /** Names of the fonts and of the logo that it asks for by itself. */
    fonts: z.array(name),
    logo: name.optional(),
  }),
  fonts: z.strictObject({
    ...common,
    family: z.string(),
    bold: z.boolean(),
    glyphs: z.int().positive(),
    /** Characters it can draw. */
    characters: z.int().positive(),
  }),
  logos: z.strictObject({
    ...common,
    /** Pixels. */
    width: z.int().positive(),
    height: z.int().positive(),
  }),
}
type Documents = { [Kind in BrandKind]: z.infer<(typeof DOCUMENTS)[Kind]> }
export type BrandDocument<Kind extends BrandKind> = Documents[Kind]

/** What there is to say of a content, beside what can be computed from it. */
export type BrandFacts<Kind extends BrandKind> = Omit<
  Documents[Kind],
  'version' | 'sha256' | 'bytes' | 'updatedAt'
>

/** How each kind is kept. */
const CONTENT_TYPES: Record<BrandKind, string> = {
  templates: 'application/json',
  fonts: 'font/otf',
  logos: 'image/png',
}

/**
 * Templates, fonts and logos of a deployment's own. Content is kept under its own hash and never changes; a name is a
 * document that says which content it stands for at present.
 *
 * | change | writes, in order        | so that nobody ever finds                                         |
 * |--------|-------------------------|-------------------------------------------------------------------|
 * | put    | content, name           | a name that stands for nothing; the one before stands until then  |
 * | remove | name away               | a batch that was accepted and lacks what its names stood for      |
 *
 * Content stays when its name goes or comes to stand for another: batches name it by its hash, and can be made again to
 * the byte. Every change can be repeated, and made by several at once: the last one to write a name has it.
 */
export class BrandStore {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** Has a name stand for a content. Writes nothing if it does already. */
  async put<Kind extends BrandKind>(
    kind: Kind,
    name: string,
    content: Uint8Array,
    facts: BrandFacts<Kind>,
  ): Promise<BrandDocument<Kind>> {
    const hash = digestOf(content)
    const known = await this.get(kind, name)
    if (known?.sha256 === hash && known.source === facts.source && (await this.has(kind, known))) return known
    const updatedAt = new Date().toISOString()
    const stated = { version: DOCUMENT_VERSION, ...facts, sha256: hash, bytes: content.length, updatedAt }
    const document = schemaOf(kind).parse(stated)
    await this.#objects.put(brandObjectKey(kind, hash), content, { contentType: CONTENT_TYPES[kind] })
    await writeDocument(this.#objects, brandKey(kind, name), document)
    return document
  }

  /** What a name stands for at present; undefined if it stands for nothing, or its document is damaged. */
  async get<Kind extends BrandKind>(kind: Kind, name: string): Promise<BrandDocument<Kind> | undefined> {
    if (!BRAND_NAME_PATTERN.test(name)) return undefined
    return unlessDamaged(readDocument(this.#objects, brandKey(kind, name), schemaOf(kind)))
  }

  /** All names of a kind with what they stand for, ascending. */
  async list<Kind extends BrandKind>(kind: Kind): Promise<Map<string, BrandDocument<Kind>>> {
    const names = await this.names(kind)
    const documents = await pLimit(CALLS_AT_ONCE).map(
      names,
      async name => [name, await this.get(kind, name)] as const,
    )
    const found = documents.filter((entry): entry is [string, BrandDocument<Kind>] => entry[1] !== undefined)
    return new Map(found)
  }

  /** All names of a kind, ascending. One listing. */
  async names(kind: BrandKind): Promise<string[]> {
    const keys = await Array.fromAsync(this.#objects.list(brandFolder(kind)))
    return keys.flatMap(key => parseBrandKey(key)?.name ?? [])
  }

  /** Takes a name away. No error if there is none. */
  async remove(kind: BrandKind, name: string): Promise<void> {
    await this.#objects.delete(brandKey(kind, name))
  }

  /** Whether a content is kept, by its length. */
  async has(
    kind: BrandKind,
    { sha256, bytes }: Pick<BrandDocument<BrandKind>, 'sha256' | 'bytes'>,
  ): Promise<boolean> {
    return (await this.#objects.stat(brandObjectKey(kind, sha256)))?.size === bytes
  }

  /**
   * The content of a hash; undefined if there is none.
   *
   * @throws UnreadableObject if what is kept there is something else
   */
  async content(kind: BrandKind, hash: string): Promise<Buffer | undefined> {
    const key = brandObjectKey(kind, hash)
    const content = await this.#objects.get(key)
    if (content !== undefined && digestOf(content) !== hash)
      throw damaged(key, 'its SHA-256 is not the one that its name says')
    return content
  }
}

/** TypeScript does not see that the schema of a kind is the one of its documents. */
function schemaOf<Kind extends BrandKind>(kind: Kind): z.ZodType<BrandDocument<Kind>> {
  return DOCUMENTS[kind] as unknown as z.ZodType<BrandDocument<Kind>>
}

function digestOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
