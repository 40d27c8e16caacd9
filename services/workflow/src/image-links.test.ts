import { BatchStore, createS3Store } from '@contactsheet/storage'
import { describe, expect, it } from 'vitest'
import { imageLinks } from './image-links.ts'

const KEY = 'batches/01/images/0000-00-fox--gpt-image-2.jpg'

function linksOf(endpoint: string, settings: { PUBLIC_URL?: string; publicBaseUrl?: string } = {}) {
  const { publicBaseUrl, ...rest } = settings
  const keys = { accessKey: 'a', secretKey: 's', bucket: 'thumbnails' }
  const store = new BatchStore(createS3Store({ endpoint, publicBaseUrl, ...keys }))
  return imageLinks(store, { MINIO_ENDPOINT: endpoint, ...rest })
}

describe("a link to an image in a task's answer", () => {
  it.each(['https://s3.us-west-2.amazonaws.com', 'https://9.9.9.9:9000'])(
    'leads, signed, to a store at %s, which anybody reaches',
    async endpoint => {
      const links = linksOf(endpoint)
      const link = await links.of(KEY)
      expect(link.startsWith(`${endpoint}/thumbnails/${KEY}?`)).toBe(true)
      expect(link).toContain('X-Amz-Signature=')
      expect(links.missing).toBeUndefined()
    },
  )

  it.each([
    'http://contactsheet-minio:9000',
    'http://localhost:9000',
    'http://10.1.2.3:9000',
    'http://172.20.0.2:9000',
    'http://[fd00::1]:9000',
    'http://minio.internal:9000',
  ])(
    'is not given to a store at %s, which nobody outside reaches: the answer says what to set',
    async endpoint => {
      const links = linksOf(endpoint)
      expect(await links.of(KEY)).toBe(KEY)
      expect(links.missing).toMatch(/Set PUBLIC_URL .* or MINIO_PUBLIC_BASE_URL/)
    },
  )

  it('leads to the API where its address is known', async () => {
    const links = linksOf('http://contactsheet-minio:9000', { PUBLIC_URL: 'https://sheets.example.com' })
    expect(await links.of(KEY)).toBe('https://sheets.example.com/images/01/0000-00-fox--gpt-image-2.jpg')
    expect(links.missing).toBeUndefined()
  })

  it('leads to where the bucket can be read by anybody, before all else', async () => {
    const links = linksOf('http://contactsheet-minio:9000', {
      PUBLIC_URL: 'https://sheets.example.com',
      publicBaseUrl: 'https://cdn.example.com/pictures',
    })
    expect(await links.of(KEY)).toBe(`https://cdn.example.com/pictures/${KEY}`)
  })
})
