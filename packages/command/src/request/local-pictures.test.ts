import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RefusedError } from '@contactsheet/client'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../stack/src/temporary.testing.ts'
import { readLocalPictures, uploadPictures } from './local-pictures.ts'

const idOf = (content: string) => createHash('sha256').update(content).digest('hex')

async function folderWith(...names: string[]): Promise<string> {
  const folder = await temporaryFolder()
  for (const name of names) await writeFile(join(folder, name), name)
  return join(folder, 'batch.json')
}

test('files beside a request stand for the ids that they will have, each once', async () => {
  const file = await folderWith('a.png', 'b.png')
  const request = {
    prompts: ['A fox', { prompt: 'A hen', references: ['./b.png', 'https://example.com/c.png', './a.png'] }],
    models: ['gpt-image-2'],
    references: ['./a.png'],
  }
  const { request: made, pictures } = await readLocalPictures(request, file)
  expect(made).toEqual({
    ...request,
    prompts: [
      'A fox',
      { prompt: 'A hen', references: [idOf('b.png'), 'https://example.com/c.png', idOf('a.png')] },
    ],
    references: [idOf('a.png')],
  })
  expect(pictures.map(({ path }) => path.slice(-5)).sort()).toEqual(['a.png', 'b.png'])
})

test('the positional form may name files too', async () => {
  const file = await folderWith('a.png')
  const { request } = await readLocalPictures([[{ prompt: 'A', references: ['./a.png'] }], ['m']], file)
  expect(request).toEqual([[{ prompt: 'A', references: [idOf('a.png')] }], ['m']])
})

test.each([[['A fox']], ['text'], [null], [{ prompts: 3, references: './a.png' }]])(
  'a request that names none is left as it is: %j',
  async request => {
    expect(await readLocalPictures(request, 'batch.json')).toEqual({ request, pictures: [] })
  },
)

test('a file that is not there is named', async () => {
  const file = await folderWith()
  const read = readLocalPictures({ prompts: [], references: ['./no.png'] }, file)
  await expect(read).rejects.toThrow(/batch\.json names .*no\.png, which cannot be read: Error: ENOENT/)
})

test('a picture that the API does not take is named', async () => {
  const upload = async () => {
    const detail = 'The picture is damaged or cut short.'
    throw new RefusedError({ type: 'about:blank', title: 'No', status: 400, detail })
  }
  const uploaded = uploadPictures({ upload }, [{ path: '/x/a.png', bytes: Buffer.from('a') }])
  await expect(uploaded).rejects.toThrow('/x/a.png: The picture is damaged or cut short.')
})
