import { expect, test } from 'vitest'
import { examineEquipment } from './examine.ts'

test('every face that comes along is there', () => {
  const { sharp, vips, faces, missing } = examineEquipment()
  expect(missing).toEqual([])
  expect(faces).toBeGreaterThan(40)
  for (const release of [sharp, vips]) expect(release).toMatch(/^\d+\.\d+/)
})
