/** The path of an address as a request has it, without its query. */
export function pathOf(url: string): string {
  return url.split('?')[0] ?? ''
}
