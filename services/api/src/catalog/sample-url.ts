import manifest from '../../package.json' with { type: 'json' }

export type SampleKind = 'styles' | 'templates' | 'fonts'

/**
 * Where the sample of a name is. Its query changes when the sample does, so that browsers may keep what they got.
 *
 * @param basePath path under which the API is shown
 * @param sha256 of what is a deployment's own; undefined for what is built in, which a release may draw otherwise
 */
export function sampleUrl(basePath: string, kind: SampleKind, name: string, sha256?: string): string {
  const version = sha256 === undefined ? manifest.version : `${manifest.version}-${sha256.slice(0, 12)}`
  return `${basePath}/${kind}/${name}/sample.jpg?v=${version}`
}
