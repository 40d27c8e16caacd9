import { describe, expect, it } from 'vitest'
import { anchorsIn, DOCUMENTS, exists, linksIn, pathsIn, readDocument } from './documents.ts'

describe.each(DOCUMENTS)('%s', document => {
  it('links to files that are there, and to headings that they have', () => {
    const broken = linksIn(document).filter(
      ({ path, anchor }) =>
        !exists(path) || (anchor !== undefined && path.endsWith('.md') && !anchorsIn(path).includes(anchor)),
    )
    expect(
      broken.map(({ target }) => target),
      `${document}: these lead nowhere`,
    ).toEqual([])
  })

  it('names files that are there', () => {
    const missing = pathsIn(readDocument(document)).filter(path => !exists(path))
    expect(missing, `${document} names these, and they are gone`).toEqual([])
  })
})

describe('the index of the documents', () => {
  const linked = linksIn('docs/README.md').map(({ path }) => path)
  const others = DOCUMENTS.filter(path => path.startsWith('docs/') && path !== 'docs/README.md')

  it.each(others)('leads to %s', path => {
    expect(linked, `Give ${path} a line in docs/README.md.`).toContain(path)
  })

  it('is linked to from the README', () => {
    expect(linksIn('README.md').map(({ path }) => path)).toContain('docs/README.md')
  })
})
