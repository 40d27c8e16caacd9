import { describe, expect, it } from 'vitest'
import { hanForms } from './han.ts'

describe('hanForms', () => {
  it.each([
    ['写真家は', 'ja'],
    ['カメラ 攝影', 'ja'],
    ['한국 漢字', 'ko'],
    ['真正的骨直角，你好。摄影', 'zh-Hans'],
    ['憂鬱 龜靈 體驗藝術', 'zh-Hant'],
    ['程式設計', 'zh-Hant'],
    ['骨直角真', 'zh-Hans'],
    ['no such character', 'zh-Hans'],
  ])('tells those of %s', (text, forms) => {
    expect(hanForms(text)).toBe(forms)
  })

  it.each([
    ['zh-Hant', 'zh-Hant'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['yue', 'zh-Hant'],
    ['zh-CN', 'zh-Hans'],
    ['ja', 'ja'],
    ['ko-KR', 'ko'],
    ['en', 'zh-Hans'],
    ['zh', 'zh-Hans'],
    ['no language tag', 'zh-Hans'],
  ])('takes them from the language %s where the script does not tell', (language, forms) => {
    expect(hanForms('骨直角真', language)).toBe(forms)
  })

  it('believes kana and Hangul before the language, and the language before the characters', () => {
    expect(hanForms('写真家は', 'zh-TW')).toBe('ja')
    expect(hanForms('體驗藝術', 'zh-CN')).toBe('zh-Hans')
    expect(hanForms('體驗藝術', 'zh')).toBe('zh-Hant')
  })
})
