import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Catalog, textsOf } from '@contactsheet/contract'
import { BatchStore, createDiskStore, type ReferenceStore } from '@contactsheet/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Admission, askedOf } from './arguments.ts'

let dataDir: string
let admission: Admission
let references: ReferenceStore
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'contactsheet-arguments-'))
  const store = new BatchStore(createDiskStore({ dataDir, bucket: 'thumbnails' }))
  await store.ready()
  const { brand } = store
  references = store.references
  const limits = { maxImages: 100, maxPromptLength: 50 }
  admission = { catalog: new Catalog(), limits, brand, references, moderate: undefined }
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

const LOOK = ['neon', 'bottom-bar', 'inter', 'for a shop of {{product}}s', '']
const asked = (prompts: unknown) => askedOf([prompts, ['gpt-image-2'], ...LOOK], admission)

describe('the arguments of generateBatch', () => {
  it('may have prompts with titles and variables of their own', async () => {
    const item = { prompt: 'A {{product}}', title: 'The {{product}}', variables: { product: 'kettle' } }
    const made = await asked([item, 'A fox'])
    if (!('batch' in made)) throw new Error('It is no new batch.')
    expect(made.batch.prompts).toEqual(['A kettle', 'A fox'])
    expect(made.batch.items?.[0]?.title).toBe('The kettle')
    expect(textsOf(made.batch, 0).context).toBe('for a shop of kettles')
  })

  it('are refused where variables have no value, with all that is at fault', async () => {
    await expect(asked([{ prompt: 'A {{a}}', title: '{{b}}', variables: {} }])).rejects.toThrow(
      'generateBatch was called with what it cannot run:\nprompts[0].prompt: has no value for {{a}}\nprompts[0].title: has no value for {{b}}\ncontext: has no value for {{product}}',
    )
  })

  it('may name uploaded pictures, and no other', async () => {
    const kept = await references.put(Buffer.from('picture'), {
      contentType: 'image/png',
      width: 3,
      height: 2,
    })
    const made = await askedOf(
      [[{ prompt: 'A fox', references: [kept.sha256] }], ['gpt-image-2'], ...LOOK.slice(0, 3), '', ''],
      admission,
    )
    expect('batch' in made && made.batch).toMatchObject({ references: [kept], items: [{ references: [0] }] })
    const elsewhere = askedOf(
      [
        [{ prompt: 'A fox', references: ['https://example.com/a.png', '0'.repeat(64)] }],
        ['gpt-image-2'],
        ...LOOK.slice(0, 3),
        '',
        '',
      ],
      admission,
    )
    await expect(elsewhere).rejects.toThrow(
      'prompts[0].references[0]: is an address, which tasks do not fetch: upload the picture with POST /references, and name its id\nprompts[0].references[1]: is the id of no picture here',
    )
  })
})
