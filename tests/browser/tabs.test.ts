import { describe, it } from 'vitest'
import { untilSettled } from '../support/http.ts'
import { canBrowse, TIMEOUT, useGallery } from './support/gallery.ts'

describe.skipIf(!canBrowse)('two tabs of one browser', TIMEOUT, () => {
  const gallery = useGallery()

  it('both know at once that an image goes, and that it stays after all', async () => {
    const id = await gallery.send({ prompts: ['A fox'], models: ['gpt-image-2'] })
    await untilSettled(gallery.system, id)
    const here = await gallery.open(`/batches/${id}?leaf=0000-00`)
    const there = await here.context().newPage()
    await there.goto(`${gallery.system.url}/#/batches/${id}`)
    await there.getByRole('link', { name: 'A fox, GPT Image 2: succeeded' }).waitFor()

    await here.getByRole('button', { name: 'Delete' }).press('Enter')
    await there.getByRole('link', { name: 'A fox, GPT Image 2: deleted' }).waitFor()
    await here.getByRole('button', { name: 'Undo' }).press('Enter')
    await there.getByRole('link', { name: 'A fox, GPT Image 2: succeeded' }).waitFor()
  })

  it('both know at once what is picked', async () => {
    const id = await gallery.send({ prompts: ['An owl'], models: ['gpt-image-2'] })
    await untilSettled(gallery.system, id)
    const here = await gallery.open(`/batches/${id}`)
    const there = await here.context().newPage()
    await there.goto(`${gallery.system.url}/#/batches/${id}`)
    await there.getByRole('link', { name: 'An owl, GPT Image 2: succeeded' }).waitFor()
    await here.getByRole('link', { name: 'An owl, GPT Image 2: succeeded' }).press('p')
    await there.getByRole('link', { name: 'An owl, GPT Image 2: succeeded, picked' }).waitFor()
  })

  it('have one theme', async () => {
    const here = await gallery.open('/')
    const there = await here.context().newPage()
    await there.goto(`${gallery.system.url}/#/images`)
    await there.getByRole('button', { name: 'Theme: system.' }).waitFor()
    await here.getByRole('button', { name: 'Theme: system.' }).press('Enter')
    await there.getByRole('button', { name: 'Theme: light.' }).waitFor()
    await there.locator('html[data-theme="light"]').waitFor()
  })
})
