import { describe, expect, it } from 'vitest'
import { canonicalLocale, direction, languageOf } from '../../src/lib/locale.ts'

describe('direction', () => {
  it.each([
    'he',
    'he-IL',
    'iw',
    'ar',
    'fa',
    'ur',
    'yi',
    'dv',
    'ckb',
    'sd',
    'pa-Arab',
    'az-Arab',
    'ar-EG',
    'nqo',
    'syr',
  ])('of %s is from right to left', (locale) => {
    expect(direction(locale)).toBe('RTL')
  })

  it.each(['en', 'en-IL', 'ru', 'zh-Hant', 'pa', 'az', 'he-Latn', 'tr', 'no such locale', ''])(
    'of %j is from left to right',
    (locale) => {
      expect(direction(locale)).toBe('LTR')
    },
  )
})

describe('languageOf', () => {
  it('leaves region, script and old names aside', () => {
    expect(['he-IL', 'iw', 'EN-us', 'zh-Hant', '!'].map(languageOf)).toEqual(['he', 'he', 'en', 'zh', 'und'])
  })
})

describe('canonicalLocale', () => {
  it('writes a tag as it should be, and is null for what is none', () => {
    expect(['ZH-hant-tw', 'iw', 'en_US', '', 'a'].map(canonicalLocale)).toEqual(['zh-Hant-TW', 'he', null, null, null])
  })
})
