import { variableName } from '@contactsheet/contract/text'
import type { FieldOf, TableField } from '@contactsheet/table'

/** What people call columns beside their own names. */
const NAMES: Readonly<Record<TableField, string>> = {
  prompt:
    'image prompt, description, beschreibung, bildbeschreibung, descripción, descrição, descrizione, omschrijving, opis, beskrivning, açıklama, промпт, описание, опис, プロンプト, 説明, 提示词, 提示詞, 描述, 프롬프트, 설명',
  title:
    'headline, heading, titel, überschrift, titre, título, titulo, titolo, tytuł, rubrik, başlık, заголовок, название, タイトル, 标题, 標題, 제목',
  language:
    'lang, locale, sprache, langue, idioma, lingua, taal, język, språk, dil, язык, мова, 言語, 语言, 語言, 언어',
  kicker: 'eyebrow, overline, dachzeile, surtitre, antetítulo, occhiello',
  subtitle:
    'sub-title, subheading, subheadline, untertitel, sous-titre, subtítulo, subtitulo, sottotitolo, ondertitel, podtytuł, underrubrik, подзаголовок, サブタイトル, 副标题, 副標題, 부제',
  byline: 'author, autor, autorin, auteur, autore, автор, 作者, 著者, 저자',
  references:
    'reference, reference images, image url, image urls, referenz, referenzen, référence, références, referencia, referencias, riferimenti, 参考图, 参考画像',
}

const BY_NAME = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    names.split(', ').map(name => [name, field as TableField] as const),
  ),
)

/** The field that people mean by a name that is not its own; undefined if they mean none. */
export function usualField(name: string): TableField | undefined {
  return BY_NAME.get(variableName(name))
}

/**
 * What the columns of a table say. A name that people give counts where no other column has the field's own, nor an earlier
 * one such a name, and where no text of the table names it as a variable.
 *
 * @param fieldOf what a column says by the field's own name
 * @param header names of the columns
 * @param text of the table
 */
export function usualFieldOf(fieldOf: FieldOf, header: readonly string[], text: string): FieldOf {
  const asked = new Set([...text.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, name = '']) => variableName(name)))
  const taken = new Set(header.map(fieldOf))
  const fields = new Map<string, TableField>()
  for (const name of header) {
    const usual = usualField(name)
    if (usual === undefined || taken.has(usual) || asked.has(variableName(name))) continue
    taken.add(usual)
    fields.set(name, usual)
  }
  return name => fieldOf(name) ?? fields.get(name)
}
