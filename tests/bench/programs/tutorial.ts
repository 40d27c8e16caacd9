/**
 * The leaf of the tutorial that this system began with, all at once in one process: SDK call, base64 to a buffer, resize to
 * PNG, composite a full-frame SVG, encode as JPEG, put it into the bucket. No original is kept, nothing is tried again.
 */
import sharp from '@contactsheet/compose/sharp'
import { builtInTemplate, leavesOf, type Model, TEMPLATES } from '@contactsheet/contract'
import { imagePrompt } from '@contactsheet/leaf'
import { GoogleGenAI } from '@google/genai/web'
import { Client } from 'minio'
import OpenAI from 'openai'
import { makeBatch } from '../../support/batch.ts'
import { LOOK } from '../order.ts'
import { serveOrders } from './self-measured.ts'

const WIDTH = 1200
const HEIGHT = 630

const { env } = process
// Our sharp for its fonts, with the settings that sharp has by itself.
sharp.cache(true)
sharp.concurrency(0)
const openai = new OpenAI({ apiKey: env.OPENAI_API_KEY ?? '', baseURL: env.OPENAI_BASE_URL ?? '' })
const gemini = new GoogleGenAI({
  apiKey: env.GOOGLE_API_KEY ?? '',
  httpOptions: { baseUrl: env.GOOGLE_GEMINI_BASE_URL ?? '' },
})
const endpoint = new URL(env.MINIO_ENDPOINT ?? '')
const bucket = env.MINIO_BUCKET ?? ''
const minio = new Client({
  endPoint: endpoint.hostname,
  port: Number(endpoint.port),
  useSSL: false,
  accessKey: env.MINIO_ACCESS_KEY ?? '',
  secretKey: env.MINIO_SECRET_KEY ?? '',
})
if (!(await minio.bucketExists(bucket))) await minio.makeBucket(bucket)

async function generate(model: Model, prompt: string): Promise<Buffer> {
  if (model.provider === 'openai') {
    const { id, size, quality } = model
    const answer = await openai.images.generate({
      model: id,
      prompt,
      n: 1,
      size,
      quality,
      output_format: 'jpeg',
    })
    return Buffer.from(answer.data?.[0]?.b64_json ?? '', 'base64')
  }
  const answer = await gemini.models.generateContent({
    model: model.id,
    contents: prompt,
    config: {
      responseModalities: ['IMAGE'],
      imageConfig: { aspectRatio: model.aspectRatio, imageSize: model.imageSize },
    },
  })
  return Buffer.from(answer.candidates?.[0]?.content?.parts?.[0]?.inlineData?.data ?? '', 'base64')
}

async function compose(original: Buffer, title: string): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <rect y="472" width="1200" height="158" fill="#0d0f14" fill-opacity="0.94"/>
    <text x="90" y="570" font-family="Inter" font-weight="bold" font-size="50" fill="#fff">${title}</text>
  </svg>`
  const resized = await sharp(original).resize(WIDTH, HEIGHT).png().toBuffer()
  return sharp(resized)
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality: 85 })
    .toBuffer()
}

serveOrders(async ({ titles, models }) => {
  const batch = makeBatch(0, { prompts: titles, models: [...models], ...LOOK })
  const made = await Promise.allSettled(
    Array.from(leavesOf(batch), async leaf => {
      const original = await generate(
        leaf.model,
        imagePrompt(batch, leaf, TEMPLATES[builtInTemplate(batch.template)]),
      )
      const picture = await compose(original, leaf.title)
      await minio.putObject(bucket, `batches/${batch.id}/${leaf.id}.jpg`, picture, picture.length, {
        'content-type': 'image/jpeg',
      })
    }),
  )
  const lost = made.filter(({ status }) => status === 'rejected')
  if (lost[0]?.status === 'rejected')
    console.error('The tutorial lost leaves, the first one:', lost[0].reason)
  return { lost: lost.length }
})
