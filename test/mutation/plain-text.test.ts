import { describe, expect, it } from 'vitest'
import { Faults } from '../../src/mutation/faults.ts'
import { parseRequiredText, parseText } from '../../src/mutation/plain-text.ts'

const PATH = ['input', 'headline']

function parsed(text: string | null, { most = 10, lines = false } = {}) {
  const faults = new Faults()
  return { text: parseText(text, PATH, { most, lines }, faults), codes: faults.found.map(({ code }) => code) }
}

describe('parseText', () => {
  it.each([
    ['trims', '  word \n', 'word'],
    ['makes one line of several', 'one\r\ntwo\u2028x', 'one two x'],
    ['drops controls', 'a\u0001b\u007fc\u009fd', 'abcd'],
    ['keeps no-break spaces', 'un\u00a0mot\u202f!', 'un\u00a0mot\u202f!'],
    ['keeps joiners and marks of direction between letters', 'a\u200db\u200fc', 'a\u200db\u200fc'],
    ['keeps what looks like markup', '<b>x</b>', '<b>x</b>'],
    ['takes empty for none', '', null],
    ['takes spaces for none', ' \u00a0\t', null],
    ['takes what nobody sees for none', '\u200b\u200e\ufeff\u3164', null],
  ])('%s', (_what, text, expected) => expect(parsed(text)).toEqual({ text: expected, codes: [] }))

  it('keeps the lines of what may have several', () => {
    expect(parsed('one\r\ntwo\vx\u0085\ty', { lines: true, most: 20 }).text).toBe('one\ntwo\nx\n y')
  })

  it('counts characters as the database does', () => {
    expect(parsed('😀'.repeat(10)).codes).toEqual([])
    expect(parsed('😀'.repeat(11)).codes).toEqual(['TOO_LONG'])
    expect(parsed(` ${'a'.repeat(10)} `).codes).toEqual([])
  })

  it.each([
    ['NUL', 'a\0'],
    ['half a surrogate pair', 'a\ud83d'],
  ])('refuses %s', (_what, text) => {
    expect(parsed(text).codes).toEqual(['INVALID'])
  })
})

describe('parseRequiredText', () => {
  it.each([null, '', ' ', '\u200b'])('refuses %j', (text) => {
    const faults = new Faults()

    parseRequiredText(text, PATH, { most: 10 }, faults)

    expect(faults.found).toMatchObject([{ code: 'REQUIRED', path: PATH, message: expect.any(String) }])
  })
})
