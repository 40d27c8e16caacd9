import { fieldOf } from '@contactsheet/table'
import { expect, it } from 'vitest'
import { usualFieldOf } from './usual-names.ts'

const fieldsOf = (header: string[], text = '') => header.map(usualFieldOf(fieldOf, header, text))

it.each([
  [
    ['Beschreibung', 'Titel', 'Sprache', 'Farbe'],
    ['prompt', 'title', 'language', undefined],
  ],
  [
    ['描述', '标题', '尺寸'],
    ['prompt', 'title', undefined],
  ],
  [
    ['Description', 'Prompt', 'Headline', 'Titre'],
    [undefined, 'prompt', 'title', undefined],
  ],
])('takes the columns %j for %j', (header, fields) => {
  expect(fieldsOf(header)).toEqual(fields)
})

it('leaves a column a variable that a text names', () => {
  expect(fieldsOf(['prompt', 'Titel'], 'A {{ titel }} on a shelf')).toEqual(['prompt', undefined])
})
