import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highlightHtml, START, STOP } from '../../src/lib/highlight.ts'
import { hostileHtml } from '../inputs/hostile-html.ts'

describe('highlightHtml', () => {
  it('marks matches and escapes all else', () => {
    expect(highlightHtml(`${START}Hamas${STOP} & ${START}<Egypt>${STOP} "2015"`)).toBe(
      '<mark>Hamas</mark> &amp; <mark>&lt;Egypt&gt;</mark> "2015"',
    )
    expect(highlightHtml(`בכירי ${START}חמאס${STOP}`)).toBe('בכירי <mark>חמאס</mark>')
    expect(highlightHtml('')).toBe('')
  })

  it.each([
    [`a${START}b`, 'a<mark>b</mark>'],
    [`a${STOP}b`, 'ab'],
    [`${STOP}a${START}`, 'a'],
    [`${START}${START}a${STOP}${STOP}b`, '<mark>a</mark>b'],
    [`${START}${STOP}a`, 'a'],
    [`<${START}mark${STOP}>`, '&lt;<mark>mark</mark>&gt;'],
  ])('balances strays (%j)', (text, html) => {
    expect(highlightHtml(text)).toBe(html)
  })

  it('has no markup but its own, whatever the text', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom(START, STOP, '<mark>', '</mark>', ...hostileHtml))
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const rest = highlightHtml(pieces.join('')).replace(/<mark>[^<>]+<\/mark>/g, '')
        expect(rest).not.toMatch(/[<>\uE000\uE001]/)
      }),
    )
  })
})
