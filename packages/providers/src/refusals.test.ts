import type { ErrorKind } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { failureOf } from './cases.testing.ts'
import { createProvider } from './create.ts'
import { REFUSALS } from './refusals.ts'
import { answer, GOOGLE_MODEL, KEY, OPENAI_MODEL, serve } from './server.testing.ts'

const reasonInfo = (reason: string) => ({
  error: { code: 400, message: 'Request contains an invalid argument.', details: [{ reason }] },
})
const coded = (code: string | null, message = 'no') => ({ error: { code, message, type: null } })
const said = (message: string) => ({ error: { code: null, message, type: 'invalid_request_error' } })

/** What providers and what stands before them were seen to answer: the kind it must become, and a part of what is told. */
const SEEN: [name: string, status: number, body: unknown, kind: ErrorKind, told: string][] = [
  [
    'OpenAI, by its code',
    400,
    coded('content_policy_violation'),
    'rejected',
    '(HTTP 400, content_policy_violation)',
  ],
  [
    'OpenAI, by its words',
    400,
    said('Your request was rejected as a result of our safety system.'),
    'rejected',
    'Reword',
  ],
  ['Azure', 400, coded('content_filter'), 'rejected', 'Reword'],
  ['Azure, in its other spelling', 400, coded('contentFilter', 'Your task failed.'), 'rejected', 'Reword'],
  [
    'Azure, in the error inside the error',
    400,
    { error: { code: '400', message: 'x', innererror: { code: 'ResponsibleAIPolicyViolation' } } },
    'rejected',
    'Reword',
  ],
  [
    'a gateway before Azure',
    400,
    coded('400', "AzureException - triggering Azure OpenAI's content management policy."),
    'rejected',
    'Reword',
  ],
  [
    'Google',
    400,
    reasonInfo('PUBLIC_ERROR_UNSAFE_GENERATION'),
    'rejected',
    '(HTTP 400, PUBLIC_ERROR_UNSAFE_GENERATION)',
  ],
  ['Google, of people', 400, reasonInfo('PUBLIC_ERROR_PROMINENT_PEOPLE_FILTER_FAILED'), 'rejected', 'Reword'],
  ['Imagen', 400, said("The prompt violates Google's Responsible AI practices."), 'rejected', 'Reword'],
  [
    'OpenAI to an organization',
    403,
    said('Your organization must be verified to use the model `gpt-image-2`.'),
    'auth',
    'Verify the organization',
  ],
  [
    'OpenAI to a project',
    403,
    coded('model_not_found', 'Project `p` does not have access to model `m`'),
    'auth',
    'Allow the model',
  ],
  ['OpenAI to a country', 403, coded('unsupported_country_region_territory'), 'auth', 'country or region'],
  [
    'OpenAI to a country, bare',
    403,
    { code: 'unsupported_country_region_territory', message: 'no' },
    'auth',
    'country or region',
  ],
  [
    'Google to a country',
    400,
    said('User location is not supported for the API use.'),
    'auth',
    'country or region',
  ],
  [
    'Google to a country, through its other API',
    400,
    [said('User location is not supported for the API use.')],
    'auth',
    'country or region',
  ],
  [
    'Google, where it has no free tier',
    400,
    said('Gemini API free tier is not available in your country.'),
    'quota',
    'Enable billing',
  ],
  ['Google to a project', 403, reasonInfo('SERVICE_DISABLED'), 'auth', 'is not enabled'],
  ['Google to a leaked key', 403, said('Your API key was reported as leaked.'), 'auth', 'Make a new one'],
  ['Google to an address', 403, reasonInfo('API_KEY_IP_ADDRESS_BLOCKED'), 'auth', 'restrictions of the key'],
  ['OpenAI to an account', 401, coded('account_deactivated'), 'auth', 'has suspended'],
  ['OpenAI without credit', 429, coded('insufficient_quota'), 'quota', 'Add credit'],
  ['nothing known', 403, coded(null), 'auth', 'refused the key'],
]

describe.for([
  ['openai', OPENAI_MODEL],
  ['google', GOOGLE_MODEL],
] as const)('what an address of %s refuses', ([provider, model]) => {
  it.for(SEEN)('in the words of %s', async ([, status, body, kind, told]) => {
    const { url, seen } = await serve(answer(status, body))
    const error = await failureOf(
      createProvider(provider, { apiKey: KEY, baseUrl: url, timeoutMs: 10_000 }),
      model,
    )
    expect([error.kind, error.retryable, error.charge]).toEqual([kind, false, undefined])
    expect(error.message).toContain(told)
    if (told !== 'refused the key') expect(error.message).not.toContain('refused the key')
    expect(seen).toHaveLength(1)
  })
})

it('every row of the table says where it comes from', () => {
  for (const { source, says } of REFUSALS) expect(source, String(says)).toMatch(/^\w.{10,}/)
})

it('does not take what an answer says of the prompt, or of a filter that let it pass, for a refusal', async () => {
  const passed = {
    error: { code: 'invalid_value', message: 'size is wrong', content_filter_results: { hate: false } },
  }
  const { url } = await serve(answer(400, passed))
  const openai = createProvider('openai', { apiKey: KEY, baseUrl: url, timeoutMs: 10_000 })
  expect(await failureOf(openai, OPENAI_MODEL)).toMatchObject({ kind: 'invalid' })
})
