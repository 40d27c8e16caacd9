import { createHash } from 'node:crypto'
import { type BrandKind, type FieldError, isBuiltIn } from '@contactsheet/contract'
import type { BrandDocument, BrandStore } from '@contactsheet/storage'
import { BrandFault } from '../fault.ts'
import { explainUnknown, SINGULAR } from '../names.ts'
import { type Readers, readersApart } from '../read/read-apart.ts'
import { namesIn } from '../template-names.ts'
import { assertOwnName } from './own-name.ts'

/** Names of one kind that a deployment can have: each is offered on the page, and looked up in one listing. */
const MAX_NAMES = 200

/** Largest files that are read, in bytes. */
export interface BrandLimits {
  maxFontBytes: number
  maxLogoBytes: number
}

/** A template that can be used. */
interface CheckedTemplate {
  /** As it is kept. */
  spec: object
  /** What people call it. */
  label: string
  /** What it adds to a prompt. */
  prompt: string
}

/** Judges a template, and says what is wrong with it. */
export type CheckTemplate = (template: unknown) => Promise<CheckedTemplate | { errors: FieldError[] }>

/** The templates, fonts and logos of a deployment's own, as they come in. */
export class BrandIntake {
  readonly limits: BrandLimits
  readonly #store: BrandStore
  readonly #checkTemplate: CheckTemplate
  readonly #readers: Readers

  constructor(store: BrandStore, limits: BrandLimits, checkTemplate: CheckTemplate, readers = readersApart) {
    this.#store = store
    this.limits = limits
    this.#checkTemplate = checkTemplate
    this.#readers = readers
  }

  /** @throws BrandFault if it cannot be used, or names a font or logo that there is not */
  async putTemplate(name: string, template: unknown): Promise<BrandDocument<'templates'>> {
    await this.#assertRoom('templates', name)
    const checked = await this.#checkTemplate(template)
    if ('errors' in checked) throw new BrandFault(sentence(checked.errors), checked.errors)
    const { spec, ...facts } = checked
    const { fonts, logos } = namesIn(spec)
    const errors: FieldError[] = []
    for (const [kind, named] of [
      ['fonts', fonts],
      ['logos', logos],
    ] as const)
      for (const [field, other] of named)
        if (!isBuiltIn(kind, other) && (await this.#store.get(kind, other)) === undefined)
          errors.push({ field, message: await explainUnknown(this.#store, kind, other) })
    if (errors.length > 0) throw new BrandFault(sentence(errors), errors)
    const content = Buffer.from(JSON.stringify(spec))
    const [logo] = logos.values()
    return this.#store.put('templates', name, content, {
      source: digestOf(content),
      ...facts,
      fonts: [...new Set(fonts.values())],
      ...(logo === undefined ? {} : { logo }),
    })
  }

  /** @throws BrandFault if it is none that titles can be set in */
  async putFont(name: string, file: Buffer): Promise<BrandDocument<'fonts'>> {
    await this.#assertRoom('fonts', name)
    const source = digestOf(file)
    const known = await this.#made('fonts', name, source)
    if (known !== undefined) return known
    const { bytes, face: _face, ...facts } = await this.#readers.fonts(file, this.limits.maxFontBytes)
    return this.#store.put('fonts', name, bytes, { source, ...facts })
  }

  /** @throws BrandFault if it is none that can be drawn */
  async putLogo(name: string, file: Buffer): Promise<BrandDocument<'logos'>> {
    await this.#assertRoom('logos', name)
    const source = digestOf(file)
    const known = await this.#made('logos', name, source)
    if (known !== undefined) return known
    const { bytes, ...facts } = await this.#readers.logos(file, this.limits.maxLogoBytes)
    return this.#store.put('logos', name, bytes, { source, ...facts })
  }

  /** What a name stands for, if that was made of the same file: it is not read again. */
  async #made<Kind extends BrandKind>(
    kind: Kind,
    name: string,
    source: string,
  ): Promise<BrandDocument<Kind> | undefined> {
    const known = await this.#store.get(kind, name)
    return known?.source === source && (await this.#store.has(kind, known)) ? known : undefined
  }

  async #assertRoom(kind: BrandKind, name: string): Promise<void> {
    assertOwnName(kind, name)
    const names = await this.#store.names(kind)
    if (names.length >= MAX_NAMES && !names.includes(name))
      throw new BrandFault(
        `There are ${names.length} ${kind} already; at most ${MAX_NAMES} are kept. Delete a ${SINGULAR[kind]} first.`,
      )
  }
}

function sentence(errors: FieldError[]): string {
  const [first = { field: '', message: '' }] = errors
  const more = errors.length > 1 ? ` And ${errors.length - 1} more, see errors.` : ''
  return `The template cannot be used at ${first.field}: ${first.message.replace(/\.$/, '')}.${more}`
}

function digestOf(file: Uint8Array): string {
  return createHash('sha256').update(file).digest('hex')
}
