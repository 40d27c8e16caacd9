import { parse } from 'yaml'

/** A package that runs in production, or the family of its builds for several platforms. */
export interface Package {
  /** A family ends in `*`: of `@img/sharp-*` a machine installs the member that fits it. */
  name: string
  version: string
  /** What may be installed, each under its own name: one package, or the members of a family. */
  members: readonly string[]
}

/** What of pnpm's lock file is read here. */
interface Lock {
  importers: Record<string, Dependencies>
  packages: Record<string, { os?: string[]; cpu?: string[]; libc?: string[] }>
  snapshots: Record<string, Dependencies>
}

interface Dependencies {
  dependencies?: Record<string, string | { version: string }>
  optionalDependencies?: Record<string, string | { version: string }>
}

/** Where the name of a build for one platform stops being that of its family. */
const PLATFORM =
  /(?<=[/-])(aix|android|darwin|freebsd|linux|linuxmusl|netbsd|openbsd|openharmony|sunos|wasm32|webcontainers|win32|windows)(-.*)?$/

/**
 * Every package that a lock file installs in production, sorted, whatever machine this runs on. Left out is what no
 * Linux machine installs: production is Linux.
 *
 * @param lockfile text of pnpm-lock.yaml
 */
export function productionPackages(lockfile: string): Package[] {
  const lock: Lock = parse(lockfile)
  const families = Map.groupBy(reachable(lock), ({ name, version, isBuild }) =>
    JSON.stringify([isBuild ? name.replace(PLATFORM, '*') : name, version]),
  )
  return [...families]
    .filter(([, found]) => found.some(({ onLinux }) => onLinux))
    .map(([key, found]) => {
      const [name, version] = JSON.parse(key)
      return { name, version, members: found.map(member => member.name).sort() }
    })
    .sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version))
}

interface Found {
  name: string
  version: string
  /** Whether it is a build for some platforms. */
  isBuild: boolean
  onLinux: boolean
}

/**
 * What the packages of the workspace need, and what that needs on Linux. With it go optional peers that the lock file found
 * anywhere in the workspace, for development too: pnpm installs those in production as well.
 */
function reachable({ importers, packages, snapshots }: Lock): Iterable<Found> {
  const found = new Map<string, Found>()
  const walk = ({ dependencies, optionalDependencies }: Dependencies): void => {
    for (const [name, wanted] of Object.entries({ ...dependencies, ...optionalDependencies })) {
      const resolved = typeof wanted === 'string' ? wanted : wanted.version
      const snapshot = snapshots[`${name}@${resolved}`]
      // The rest are folders of the workspace.
      if (snapshot === undefined) continue
      // The same package may be there several times, with other peers.
      const version = resolved.replace(/\(.*$/, '')
      const key = `${name}@${version}`
      if (found.has(key)) continue
      const { os, cpu, libc } = packages[key] ?? {}
      const onLinux = (os?.includes('linux') ?? true) && !cpu?.every(kind => kind === 'wasm32')
      found.set(key, { name, version, isBuild: (os ?? cpu ?? libc) !== undefined, onLinux })
      if (onLinux) walk(snapshot)
    }
  }
  for (const [folder, importer] of Object.entries(importers)) if (folder !== '.') walk(importer)
  return found.values()
}

/** By code unit, which every machine does alike. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
