import { PROVIDERS, type Provider } from '@contactsheet/contract'
import { accessOf, askProvider, keyVariable, rowOf } from '@contactsheet/providers'
import { type Check, fault, ok, reasonOf, warning } from '../../doctor/check.ts'
import { compareClock } from '../../doctor/clock.ts'
import type { Configuration } from './variables.ts'

/** Asks every provider that there is a key for, and compares clocks with the first that answers. */
export async function examineProviders(config: Configuration): Promise<Check[]> {
  const given = PROVIDERS.filter(name => accessOf(name, config) !== undefined)
  if (given.length === 0) {
    const keys = PROVIDERS.map(keyVariable).join(' or ')
    return [
      warning(
        'keys',
        'no provider has one: npm start makes simulated pictures',
        `Set ${keys} for real ones.`,
      ),
    ]
  }
  const answers = await Promise.all(given.map(name => examine(name, config)))
  const missing = PROVIDERS.filter(name => !given.includes(name)).map(name =>
    warning(
      keyVariable(name),
      `is not set: models of ${rowOf(name).title} are left out`,
      'Set it to have them.',
    ),
  )
  const [first] = answers.flatMap(({ clock }) => (clock.length > 0 ? [clock] : []))
  return [...answers.map(({ check }) => check), ...missing, ...(first ?? [])]
}

async function examine(name: Provider, config: Configuration): Promise<{ check: Check; clock: Check[] }> {
  const key = keyVariable(name)
  const { title, baseUrl } = rowOf(name)
  try {
    const answer = await askProvider(name, config)
    if (answer === undefined) return { check: fault(key, 'is not set', `Set ${key}.`), clock: [] }
    const { status, says, origin, date } = answer
    const told = says === '' ? '' : `: ${says}`
    const clock = compareClock(title, date, Date.now())
    const found = `${title} at ${origin} answers ${status}${told}`
    if (status < 300) return { check: ok(key, `${title} at ${origin} takes it`), clock }
    if (status === 401 || status === 403 || (status === 400 && /key/i.test(says)))
      return {
        check: fault(key, `${title} refuses it (${status}${told})`, `Set ${key} to one that is valid.`),
        clock,
      }
    if (status === 429)
      return { check: warning(key, found, `See the limits and the credit of your account.`), clock }
    if (status >= 500) return { check: warning(key, found, 'Try again; see its status page.'), clock }
    return { check: fault(baseUrl.name, found, `Set ${baseUrl.name} to ${baseUrl.about}.`), clock }
  } catch (error) {
    const where = config[baseUrl.name as keyof Configuration] === undefined ? 'HTTPS_PROXY' : baseUrl.name
    return {
      check: fault(
        key,
        `${title} cannot be reached: ${reasonOf(error)}`,
        `Check the connection and ${where}.`,
      ),
      clock: [],
    }
  }
}
