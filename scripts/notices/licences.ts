import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import standard from 'spdx-license-list/full.js'
import type { Package } from './packages.ts'

/** What a package says about its licence. */
export interface Terms {
  /** SPDX expression, as in `MIT AND OFL-1.1`. */
  licence: string
  /** Who made it, as its manifest says; empty if it does not. */
  author: string
  /** Address of its source; empty if its manifest says none. */
  source: string
  /** Its licence files, or the standard text where it has none. */
  texts: readonly Text[]
}

export interface Text {
  /** Lines of the form "Copyright 2020 Somebody", which differ where the rest is the same. */
  copyright: readonly string[]
  body: string
}

const LICENCE_FILE = /^(licen[cs]e|copying|notice|unlicense|copyright)/i
const DATED = /^(Copyright|COPYRIGHT) (\([cC]\)|©|\d{4})/
const NAMED = /^(Copyright|COPYRIGHT|\([cC]\)|©) \S/
/** Copyright lines stand at the head of a licence, or in its appendix; further inside they belong to what it brings along. */
const MARGIN = 12

/**
 * Reads the licence of an installed package.
 *
 * @param modules the folder node_modules of the workspace
 * @throws Error if it is not installed, or names no licence
 */
export function readTerms({ name, version, members }: Package, modules: string): Terms {
  const folder = members.map(member => installed(modules, member, version)).find(found => found !== undefined)
  if (folder === undefined)
    throw new Error(
      `${name} ${version} is not installed here: run "pnpm install", then the same command again.`,
    )
  const { license, licenses, author, repository, homepage } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const licence = [license ?? licenses]
    .flat()
    .map(one => one?.type ?? one)
    .join(' OR ')
  if (licence === '') throw new Error(`${name} ${version} names no licence in ${folder}/package.json.`)
  return {
    licence,
    author: nameOf(author),
    source: addressOf(repository ?? homepage),
    texts: textsOf(folder, licence),
  }
}

/** The folder that pnpm keeps a package in. */
function installed(modules: string, name: string, version: string): string | undefined {
  const store = `${name.replace('/', '+')}@${version}`
  const entry = entriesOf(join(modules, '.pnpm')).find(
    found => found === store || found.startsWith(`${store}_`),
  )
  return entry === undefined ? undefined : join(modules, '.pnpm', entry, 'node_modules', name)
}

const listings = new Map<string, string[]>()

function entriesOf(folder: string): string[] {
  const known = listings.get(folder) ?? readdirSync(folder).sort()
  listings.set(folder, known)
  return known
}

function nameOf(author: string | { name?: string } | undefined): string {
  const name = typeof author === 'string' ? author : author?.name
  return name?.replace(/\s*[<(].*$/, '') ?? ''
}

/** Manifests name a repository of GitHub in many ways, down to `owner/name` alone. */
function addressOf(repository: string | { url?: string } | undefined): string {
  const said = (typeof repository === 'string' ? repository : repository?.url) ?? ''
  const path = /(?:^|github(?:[.]com)?[/:])([\w.-]+\/[\w.-]+?)(?:[.]git)?(?:[#/].*)?$/.exec(said)?.[1]
  return path === undefined ? said.replace(/^git\+|[.]git$/g, '') : `https://github.com/${path}`
}

function textsOf(folder: string, licence: string): Text[] {
  const files = licenceFiles(folder)
  if (files.length > 0) return files.map(file => split(readFileSync(join(folder, file), 'utf8')))
  return [...readme(folder), ...licence.split(/ (?:AND|OR) /).map(standardText)]
}

/** Files with licences, and all that a folder of them has. */
function licenceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => LICENCE_FILE.test(name))
    .flatMap(entry =>
      entry.isDirectory()
        ? readdirSync(join(folder, entry.name), { withFileTypes: true, recursive: true })
            .filter(file => file.isFile())
            .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
        : entry.name,
    )
    .sort()
}

/** What a package that brings the libraries of others says about them. */
function readme(folder: string): Text[] {
  const file = readdirSync(folder).find(name => /^readme\.md$/i.test(name))
  if (file === undefined) return []
  const text = readFileSync(join(folder, file), 'utf8')
  const [, said] = /^## Licensing\s+(This software contains third-party libraries.*)/ms.exec(text) ?? []
  return said === undefined ? [] : [{ copyright: [], body: said.trim() }]
}

function standardText(id: string): Text {
  const found = standard[id]
  if (found === undefined) throw new Error(`${id} is no licence that SPDX knows.`)
  return { copyright: [], body: found.licenseText.replace(/^copyright .*<(year|owner)>.*\n+/im, '').trim() }
}

function split(text: string): Text {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/[ \t\r]*\n/g, '\n')
    .trim()
    .split('\n')
  const isCopyright = (line: string, index: number) =>
    index < MARGIN ? NAMED.test(line.trim()) : index >= lines.length - MARGIN && DATED.test(line.trim())
  return {
    copyright: lines.filter(isCopyright).map(line => line.trim()),
    body: lines
      .filter((line, index) => !isCopyright(line, index))
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  }
}
