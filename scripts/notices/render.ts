import type { Terms, Text } from './licences.ts'
import { compare, type Package } from './packages.ts'

/** A package with its licence. */
export interface Notice extends Package {
  terms: Terms
}

/** One text, and who uses it. */
interface Shared {
  body: string
  users: { notice: Notice; text: Text }[]
}

const INTRODUCTION = `# Third-party notices

Contactsheet itself is under the [MIT licence](LICENSE). In production it runs on the packages below, which stay under
their own. A name that ends in \`*\` stands for the builds of one package for several platforms.

The image holds two more things: Node.js, whose licence it has as /usr/share/doc/nodejs/copyright, and packages of
Debian, with theirs in /usr/share/doc as well.

This file is written by \`npm run notices\`. Do not change it by hand.`

/** The whole file: what there is, then the texts, by licence. */
export function render(notices: readonly Notice[]): string {
  const licences = Map.groupBy(notices, ({ terms }) => terms.licence)
  const sections = [...licences]
    .sort(([a], [b]) => compare(a, b))
    .map(([licence, users]) => `## ${licence}\n\n${sharedTexts(users).map(renderText).join('\n\n')}`)
  return `${[INTRODUCTION, index(notices), ...sections].join('\n\n')}\n`
}

function index(notices: readonly Notice[]): string {
  const rows = notices.map(
    ({ name, version, terms }) =>
      `| ${name.replace('*', '\\*')} | ${version} | ${terms.licence} | ${terms.source} |`,
  )
  return ['| package | version | licence | source |', '|---|---|---|---|', ...rows].join('\n')
}

/**
 * Name and version of the packages that a file lists.
 *
 * @param file what {@link render} returned, once
 */
export function listed(file: string): string[] {
  return [...file.matchAll(/^\| (\S+) \| (\d\S*) \| /gm)].map(([, name = '', version = '']) =>
    nameAndVersion({ name: name.replace('\\*', '*'), version }),
  )
}

export function nameAndVersion({ name, version }: Pick<Package, 'name' | 'version'>): string {
  return `${name} ${version}`
}

/** Texts of one licence that differ in no more than space, case, quotes and their title are one. */
function sharedTexts(users: readonly Notice[]): Shared[] {
  const shared = new Map<string, Shared>()
  for (const notice of users)
    for (const text of notice.terms.texts) {
      const key = essence(text.body)
      const known = shared.get(key) ?? { body: text.body, users: [] }
      known.users.push({ notice, text })
      shared.set(key, known)
    }
  return [...shared.values()]
}

function essence(body: string): string {
  return body
    .toLowerCase()
    .replace(/^\W*(the )?(mit|isc|bsd)( 3-clause)? licen[cs]e( \(mit\)|, see.*)?\W*\n/, '')
    .replace(/[“”‘’"'\x60*]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function renderText({ body, users }: Shared): string {
  const rows = users.map(({ notice, text }) => {
    const holders = text.copyright.length > 0 ? text.copyright.join('; ') : notice.terms.author
    return `- ${nameAndVersion(notice)}${holders === '' ? '' : `: ${holders}`}`
  })
  return `${rows.join('\n')}\n\n\`\`\`\`text\n${body}\n\`\`\`\``
}
