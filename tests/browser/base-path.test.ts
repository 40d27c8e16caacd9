import { describe, expect, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { startPathProxy } from '../support/path-proxy.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

const PATH = '/sheets'

describe.skipIf(!canBrowse).each([
  { what: 'takes the path away', env: {}, strips: true },
  { what: 'leaves the path', env: { BASE_PATH: PATH }, strips: false },
])('the page behind a proxy that $what', TIMEOUT, ({ env, strips }) => {
  const gallery = useGallery(env)

  it('makes a batch, follows it, and shows and links what came of it, all under the path', async () => {
    const done = await gallery.send({ prompts: ['A red fox'], models: ['gpt-image-2'] })
    await untilSettled(gallery.system, done)
    const proxy = await startPathProxy(gallery.system.url, PATH, strips)
    try {
      const page = await gallery.open('/')
      const picture = page.waitForResponse(response => response.url().includes(`${PATH}/images/`))
      await page.goto(`${proxy.url}${PATH}/#/batches/${done}`)
      await page.getByRole('link', { name: 'A red fox, GPT Image 2: succeeded' }).waitFor()
      expect((await picture).url()).toContain('?w=640')
      expect((await picture).headers()['content-type']).toBe('image/jpeg')
      await page.getByRole('button', { name: 'Download' }).press('Enter')
      const archive = page.locator('a[href*="archive.zip"]').first()
      expect(await archive.getAttribute('href')).toBe(`${PATH}/batches/${done}/archive.zip`)

      // So many that it still runs when the page looks: of one that has settled nothing is followed.
      const prompts = Array.from({ length: 60 }, (_, number) => `A grey owl ${number}`)
      const running = await gallery.send({ prompts, models: ['gpt-image-2'] })
      await page.goto(`${proxy.url}${PATH}/#/batches/${running}`)
      await page.getByRole('link', { name: 'A grey owl 0, GPT Image 2: succeeded' }).waitFor()
      expect(proxy.asked).toContain(`${PATH}/batches/${running}/events`)
      expect(proxy.asked.filter(path => !path.startsWith(`${PATH}/`) && path !== '/favicon.ico')).toEqual([])
    } finally {
      await proxy.stop()
    }
  })
})
