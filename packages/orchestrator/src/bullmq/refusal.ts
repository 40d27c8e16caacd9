/** What a Redis answers where it does not have the database of a URL. */
export const NO_DATABASE = /DB index is out of range|invalid DB index/i

/** What a queue server or the way to it says against a connection, and what that means. */
const MEANINGS: readonly [RegExp, string][] = [
  // Redis and Valkey
  [/NOAUTH/, 'it asks for a password, and QUEUE_URL holds none: write redis://:<password>@<host>'],
  [/WRONGPASS|invalid password/i, 'it refuses the user or the password in QUEUE_URL'],
  [
    /without any password configured|no password is set/i,
    'it has no password, but QUEUE_URL holds one: leave it out',
  ],
  [
    NO_DATABASE,
    'it does not have the database that QUEUE_URL ends in: take a lower number, or none for database 0',
  ],
  [/NOPERM/, 'the user in QUEUE_URL may not run the commands of a queue: allow it +@all on its keys'],
  // PostgreSQL
  [
    /password authentication failed|no password supplied|SASL.*password/i,
    'it refuses the user or the password in QUEUE_URL',
  ],
  [
    /^database "?[^"]*"? does not exist/i,
    'it does not have the database that QUEUE_URL ends in: make it, or name another',
  ],
  // TLS
  [
    /self-signed certificate|SELF_SIGNED|unable to (verify|get local issuer)/i,
    'its certificate is signed by nobody this machine trusts: name the file of its CA in NODE_EXTRA_CA_CERTS',
  ],
  [
    /ERR_TLS_CERT_ALTNAME_INVALID|does not match certificate's altnames/i,
    'its certificate is for another name than the one in QUEUE_URL',
  ],
  [/certificate has expired/i, 'its certificate has expired'],
  [
    /wrong version number|packet length too long/i,
    'it does not speak TLS on that port: write redis:// for rediss://',
  ],
  [/ECONNRESET/, 'it closes the connection (ECONNRESET): if it speaks TLS, write rediss:// for redis://'],
]

/**
 * Why a queue server cannot be used, for a person.
 *
 * @param error what a connection or a command ended with
 */
export function refusalOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const links = [error.message, 'code' in error ? String(error.code) : '']
  const meaning = MEANINGS.find(([pattern]) => links.some(text => pattern.test(text)))?.[1]
  return meaning ?? (error.message || error.name)
}
