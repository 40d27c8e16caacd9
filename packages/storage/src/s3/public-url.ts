/** Where the objects of a bucket can be fetched by anybody. */
export type PublicUrl = (key: string) => string

/**
 * Takes a public base in every form that people write it in:
 *
 * | base                                        | the address of a key                        |
 * |---------------------------------------------|---------------------------------------------|
 * | has `{key}` in it                           | that, with `{bucket}` and `{key}` filled in |
 * | the store's own address, without a path     | base, bucket, key                           |
 * | a domain of the bucket, or a path to it     | base, key                                   |
 *
 * A base without a path is the store's own address if it has the host of the endpoint, or the port of the endpoint where
 * that is not the scheme's (a store that is `minio:9000` from inside and `localhost:9000` from outside); a host that
 * starts with the bucket's name is the bucket's. The store serves no key without its bucket there, so that no base which
 * works as base and key is read otherwise.
 *
 * @param base `http://` or `https://`
 * @param endpoint of the store
 */
export function publicUrlOf(base: string, bucket: string, endpoint: string): PublicUrl {
  if (base.includes('{key}')) return key => base.replaceAll('{bucket}', bucket).replaceAll('{key}', key)
  const start = base.replaceAll('{bucket}', bucket).replace(/\/+$/, '')
  const prefix = isStore(new URL(start), bucket, new URL(endpoint)) ? `${start}/${bucket}` : start
  return key => `${prefix}/${key}`
}

/** Whether a base is the address of the store as a whole. */
function isStore(base: URL, bucket: string, endpoint: URL): boolean {
  if (base.pathname !== '/' || base.hostname.startsWith(`${bucket}.`)) return false
  return base.host === endpoint.host || (base.port !== '' && base.port === endpoint.port)
}
