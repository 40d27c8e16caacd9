/** Where the page is, without its own name: `/` or the path under which a proxy shows it. */
function pagePath(): string {
  return new URL('.', document.baseURI).pathname
}

/**
 * The address of a path of the API, which is where the page is: under a proxy's path if there is one.
 *
 * @param path as in `/batches?limit=30`
 */
export function apiAddress(path: string): string {
  return pagePath() + path.slice(1)
}

/** What the addresses of pictures are called in answers. */
const ADDRESSES: readonly string[] = ['imageUrl', 'smallUrl', 'sampleUrl', 'url']

/** The JSON of an answer, in which the pictures are where this page finds them. */
export function parseAnswer(text: string): unknown {
  return JSON.parse(text, (name, value: unknown) =>
    ADDRESSES.includes(name) && typeof value === 'string' ? imageAddress(value) : value,
  )
}

/** The API tells paths with the proxy's part of them if it knows that, and else without. */
function imageAddress(told: string): string {
  return told.startsWith('/') && !told.startsWith(pagePath()) ? apiAddress(told) : told
}
