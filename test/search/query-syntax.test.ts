import { describe, expect, it } from 'vitest'
import { markedWords, parseQuery, withLastBegun } from '../../src/search/query/query-syntax.ts'

const alternatives = (text: string) => parseQuery(text).alternatives

describe('The syntax of a search', () => {
  it('takes every kind of quotes, also one that is not closed, for a phrase', () => {
    for (const text of ['"a b"', '“a b”', '„a b“', '«a b»', '»a b«', '「a b」', '『a b』', '"a b'])
      expect(alternatives(text)).toEqual([[{ text: 'a b' }]])
  })

  it('takes a quote within a Hebrew abbreviation for a part of the word', () => {
    expect(alternatives('צה"ל "גשר נסגר"')).toEqual([[{ text: 'צה״ל' }, { text: 'גשר נסגר' }]])
  })

  it('takes OR in capitals between words for an operator, and for a word where it joins nothing', () => {
    expect(alternatives('a OR b c')).toEqual([[{ text: 'a' }], [{ text: 'b' }, { text: 'c' }]])
    expect(alternatives('OR a OR')).toEqual([[{ text: 'a' }]])
    expect(alternatives('OR')).toEqual([[{ text: 'OR' }]])
    expect(alternatives('to be or not')).toEqual([[{ text: 'to' }, { text: 'be' }, { text: 'or' }, { text: 'not' }]])
  })

  it('takes minus before a word or phrase for an exclusion, and within a word for a hyphen', () => {
    expect(alternatives('p-8 -"a b" -c')).toEqual([
      [{ text: 'p-8' }, { text: 'a b', not: true }, { text: 'c', not: true }],
    ])
    expect(alternatives('a - b')).toEqual([[{ text: 'a' }, { text: 'b' }]])
  })

  it('divides words without spaces as their language does, except in quotes', () => {
    expect(alternatives('北京手机')).toEqual([[{ text: '北京' }, { text: '手机' }]])
    expect(alternatives('"北京奥运会"')).toEqual([[{ text: '北京奥运会' }]])
  })

  it('has no alternative that finds everything', () => {
    expect(alternatives('"" OR a')).toEqual([[{ text: 'a' }]])
    expect(alternatives('& a')).toEqual([[{ text: 'a' }]])
  })

  it('looks for similar names only of plain words', () => {
    for (const text of ['"a"', 'a -b', 'a OR b', '“a b”']) expect(parseQuery(text).isPlain).toBe(false)
    expect(parseQuery("a o'brien p-8").isPlain).toBe(true)
  })

  it('marks each word of a phrase, and none that is excluded', () => {
    expect(markedWords(parseQuery('"a b" -c d'))).toEqual([[{ text: 'a' }], [{ text: 'b' }], [{ text: 'd' }]])
  })

  it('takes the last word for the beginning of one, if it is neither quoted nor excluded', () => {
    expect(withLastBegun('a b')).toEqual([[{ text: 'a' }, { text: 'b', begun: true }]])
    for (const text of ['"a b"', '“a b”', 'a -b', '"a b'])
      expect(
        withLastBegun(text)
          .flat()
          .some(({ begun }) => begun),
      ).toBe(false)
  })
})
