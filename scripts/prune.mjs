import { readdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

const UNREAD = [
  // Types, TypeScript, which Node refuses to run out of packages, and source maps, which nothing here turns on.
  /\.([cm]?ts|map)$/,
  // Libraries that programs in C are built with.
  /\.a$/,
  // Of fonts: previews, slanted letters, and what varies in anything but the weight.
  /\.ttf\.png$/,
  /_Italic\.ttf$/,
  /(?<!-wght-normal)\.woff2$/,
]

/**
 * Whether a file of a package is never read in production.
 *
 * @param {string} name
 */
export function isUnread(name) {
  return UNREAD.some(pattern => pattern.test(name))
}

/**
 * Removes from packages what is never read in production: a third of their size. Their files are links to pnpm's store, which
 * keeps its own.
 *
 * @param {string} folder
 */
export function prune(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    // Not through symbolic links: each package has one place.
    if (entry.isDirectory()) prune(path)
    else if (entry.isFile() && isUnread(entry.name)) unlinkSync(path)
  }
}
