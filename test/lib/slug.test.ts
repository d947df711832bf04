import { describe, expect, it } from 'vitest'
import { isSlug, numberedSlug, slugOf } from '../../src/lib/text/slug.ts'

describe('slugOf', () => {
  it.each([
    ['Latin with accents', 'Größe über Straße: Łódź & Ærø', 'grosse-uber-strasse-lodz-aero'],
    ['apostrophes', "Don’t say “it can't”", 'dont-say-it-cant'],
    ['Hebrew', 'בכירי חמאס נסעו לקהיר, דובר צה״ל הגיב', 'vkhyry-hms-nsv-lkhyr-dvvr-tshl-hgyv'],
    ['Arabic', 'وصل وفد من حماس إلى القاهرة', 'wsl-wfd-mn-hms-la-lqhrh'],
    ['Cyrillic', 'Объявление щуки', 'obyavlenie-shchuki'],
    ['Greek', 'Ο πρωθυπουργός της Ελλάδας', 'o-prothypoyrgos-tis-elladas'],
    ['Chinese', '北京奥运会', 'bei-jing-ao-yun-hui'],
    ['Japanese', '東京で会見', 'dong-jing-de-hui-jian'],
    ['Korean', '서울 시장', 'seoul-sijang'],
    ['full-width digits', '５０％ off', '50-off'],
    ['emoji beside words', '🎉 It is done 👩‍👩‍👧', 'it-is-done'],
    ['emoji alone', '🎉🇮🇱👩‍👩‍👧', ''],
    ['signs alone', ' –…! ', ''],
    ['markup', '<script>alert(1)</script>', 'script-alert-1-script'],
  ])('writes %s in letters and digits', (_what, text, slug) => {
    const made = slugOf(text)

    expect(made).toBe(slug)
    expect(made === '' || isSlug(made)).toBe(true)
  })

  it('cuts a long text at the end of a word, and a long word where it must', () => {
    expect(slugOf('word '.repeat(60))).toBe('word-'.repeat(16).slice(0, -1))
    expect(slugOf('a'.repeat(300))).toBe('a'.repeat(80))
  })
})

describe('slugOf in any script', () => {
  it.each([
    ['Hebrew, without points and marks', 'בְּכִירֵי חמאס, דובר צה״ל הגיב', 'בכירי-חמאס-דובר-צהל-הגיב'],
    ['a maqaf', 'בן־אורן', 'בן-אורן'],
    ['Arabic, without vowels and kashida', 'وَصَلَ وفـــد', 'وصل-وفد'],
    ['Latin with accents', 'Größe über Straße: Łódź', 'größe-über-straße-łódź'],
    ['apostrophes', "Don’t say “it can't”", 'dont-say-it-cant'],
    ['Chinese', '北京奥运会', '北京奥运会'],
    ['Thai', 'ภาษาไทย', 'ภาษาไทย'],
    ['full-width digits', '５０％ off', '50-off'],
    ['emoji beside words', '🎉 It is done 👩‍👩‍👧', 'it-is-done'],
    ['signs alone', ' –…! ', ''],
  ])('writes %s', (_what, text, slug) => {
    const made = slugOf(text, 'unicode')

    expect(made).toBe(slug)
    expect(made === '' || isSlug(made, 'unicode')).toBe(true)
  })

  it('cuts no character in two', () => {
    expect(slugOf('𐤀'.repeat(100), 'unicode')).toBe('𐤀'.repeat(80))
    expect(isSlug(numberedSlug('𐤀'.repeat(200), 1000), 'unicode')).toBe(true)
  })
})

describe('numberedSlug', () => {
  it('puts the number at the end, and stays within what a slug may be', () => {
    expect(numberedSlug('storm', 2)).toBe('storm-2')
    expect(isSlug(numberedSlug('a'.repeat(200), 1000))).toBe(true)
    expect(isSlug(numberedSlug(`${'a'.repeat(100)}-${'b'.repeat(99)}`, 1000))).toBe(true)
  })
})

describe('isSlug', () => {
  it.each(['a', '7', 'storm-2', 'a'.repeat(200)])('takes %s', (slug) => expect(isSlug(slug)).toBe(true))

  it.each(['', '-', 'a-', '-a', 'a--b', 'A', 'é', 'a b', 'a/b', 'a\n', 'a'.repeat(201)])('takes no "%s"', (slug) =>
    expect(isSlug(slug)).toBe(false),
  )
})
