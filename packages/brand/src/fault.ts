import type { FieldError } from '@contactsheet/contract'

/** A template, font or logo is refused. `message` is for whoever sent it: what is wrong, and what to send instead. */
export class BrandFault extends Error {
  override readonly name = 'BrandFault'
  /** Where in a template, if that is to blame. */
  readonly errors: FieldError[]

  constructor(message: string, errors: FieldError[] = []) {
    super(message)
    this.errors = errors
  }
}
