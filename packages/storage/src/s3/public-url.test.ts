import { describe, expect, it } from 'vitest'
import { publicUrlOf } from './public-url.ts'

const KEY = 'batches/a/images/b.jpg'
const urlOf = (base: string, endpoint = 'http://minio:9000', bucket = 'thumbnails') =>
  publicUrlOf(base, bucket, endpoint)(KEY)

describe('the public address of an object', () => {
  it.each([
    ['a domain of the bucket', 'https://images.example.com', 'https://s3.us-west-2.amazonaws.com'],
    ['the domain R2 gives a bucket', 'https://pub-0123.r2.dev', 'https://a.r2.cloudflarestorage.com'],
    ['a path of a distribution', 'https://cdn.example.com/pictures', 'https://s3.example.com'],
    ['a base that ends with the bucket', 'http://localhost:9000/thumbnails', 'http://minio:9000'],
    ['the same on the endpoint itself', 'http://minio:9000/thumbnails', 'http://minio:9000'],
    ['a virtual host', 'https://thumbnails.s3.us-west-2.amazonaws.com', 'https://s3.us-west-2.amazonaws.com'],
    ['a virtual host with a port', 'http://thumbnails.localhost:9001', 'http://minio:9000'],
  ])('is base and key under %s, as ever', (_, base, endpoint) => {
    expect(urlOf(base, endpoint)).toBe(`${base}/${KEY}`)
    expect(urlOf(`${base}/`, endpoint)).toBe(`${base}/${KEY}`)
  })

  it.each([
    ['the endpoint', 'http://localhost:9000', 'http://localhost:9000'],
    ['the endpoint under its default port', 'https://s3.example.com', 'https://s3.example.com:443'],
    ['the endpoint as it is called from outside', 'http://localhost:9000', 'http://minio:9000'],
  ])('is base, bucket and key on %s, where no key is without its bucket', (_, base, endpoint) => {
    expect(urlOf(base, endpoint)).toBe(`${base}/thumbnails/${KEY}`)
    expect(urlOf(`${base}/`, endpoint)).toBe(`${base}/thumbnails/${KEY}`)
  })

  it('takes a virtual host on the port of the store for what it is', () => {
    expect(urlOf('http://thumbnails.localhost:9000')).toBe(`http://thumbnails.localhost:9000/${KEY}`)
  })

  it('is what the placeholders say where there are some', () => {
    expect(urlOf('https://cdn.example.com/{bucket}/{key}?v=1')).toBe(
      `https://cdn.example.com/thumbnails/${KEY}?v=1`,
    )
    expect(urlOf('https://cdn.example.com/{bucket}')).toBe(`https://cdn.example.com/thumbnails/${KEY}`)
    expect(urlOf('http://localhost:9000/{key}')).toBe(`http://localhost:9000/${KEY}`)
  })
})
