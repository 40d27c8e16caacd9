import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every document that we write for people, by its path in the repository. */
export const DOCUMENTS: readonly string[] = globSync(
  ['*.md', 'docs/*.md', 'monitoring/**/*.md', '{packages,services}/*/README.md'],
  { cwd: root },
)
  // What others wrote is in it.
  .filter(path => path !== 'THIRD_PARTY_NOTICES.md')
  .sort()

export function readDocument(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** Whether the repository has a file or a folder of this path. */
export function exists(path: string): boolean {
  return existsSync(join(root, path))
}

/** Paths in the repository that a text names in backticks, as in `packages/leaf/src/steps.ts`. */
export function pathsIn(text: string): string[] {
  return [
    ...text.matchAll(/`((?:docs|packages|scripts|services|tests)\/[\w./-]+\.(?:json|md|mjs|ts|tsx))`/g),
  ].map(([, path = '']) => path)
}

/** A link to something in the repository. */
export interface Link {
  /** As it is written. */
  target: string
  /** Path of what it leads to. */
  path: string
  /** What comes after "#"; undefined without. */
  anchor: string | undefined
}

/** The links of a document, and its pictures, but for those that lead elsewhere. */
export function linksIn(document: string): Link[] {
  const text = proseOf(readDocument(document))
  const targets = [
    ...text.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g),
    ...text.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm),
  ]
  return targets
    .map(([, target = '']) => target)
    .filter(target => !/^[a-z][a-z0-9+.-]*:/i.test(target))
    .map(target => {
      const [path = '', anchor] = target.split('#')
      return { target, path: path === '' ? document : join(dirname(document), path), anchor }
    })
}

/** Anchors of a document's headings, as GitHub makes them. */
export function anchorsIn(document: string): string[] {
  const seen = new Map<string, number>()
  return [...withoutFences(readDocument(document)).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(
    ([, heading = '']) => {
      const slug = heading
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
        .replaceAll(' ', '-')
      const times = seen.get(slug) ?? 0
      seen.set(slug, times + 1)
      return times === 0 ? slug : `${slug}-${times}`
    },
  )
}

function withoutFences(text: string): string {
  return text.replace(/^(```+|~~~+)[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, '')
}

/** Without code, whose brackets are no links. */
function proseOf(text: string): string {
  return withoutFences(text).replace(/(`+)[^`][\s\S]*?\1/g, '')
}
