import type { TemplateSpec, TextKind, Theme } from '@contactsheet/contract'
import type { Typeface } from './faces.ts'

/** A logo that can be laid on a picture. */
export interface Logo {
  png: Buffer
  /** In pixels. */
  width: number
  height: number
  /** Tells it from every other. */
  sha256: string
}

/** How a picture should look. A text that is absent or empty is not drawn; without a title nothing is. */
export interface Look extends Partial<Record<TextKind, string | undefined>> {
  template: TemplateSpec
  /** Absent: the template's own. */
  theme?: Theme | undefined
  font: Typeface
  /** Fonts of the brand kit, by the names that the template gives to its texts. */
  fonts?: Readonly<Record<string, Typeface>> | undefined
  /** Of the texts, as BCP 47 has it, where their script alone does not tell. */
  language?: string | undefined
  logo?: Logo | undefined
  /** All titles of a batch, which are to have one size; the same list for each of them. Absent: each as large as it fits. */
  series?: readonly string[] | undefined
}
