import fc from 'fast-check'
import { parseFragment, serialize } from 'parse5'
import sanitizeHtml from 'sanitize-html'
import { describe, expect, it } from 'vitest'
import { sanitizeInline } from '../../src/markup/inline-html.ts'
import { hostileHtml } from '../inputs/hostile-html.ts'

/** The same permissions, in the terms of another sanitizer. */
const PERMISSIONS: sanitizeHtml.IOptions = {
  allowedTags: ['strong', 'em', 's', 'sub', 'sup', 'code', 'q', 'a', 'br', 'span'],
  allowedAttributes: { a: ['href'], span: ['lang', 'dir'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
}

/** As a browser reads it, so that only the content counts and not how it is written. */
const asRead = (html: string): string => serialize(parseFragment(html))

function expectNothingToRemove(html: string): void {
  const written = sanitizeInline(html)
  expect(asRead(sanitizeHtml(written, PERMISSIONS))).toBe(asRead(written))
}

const PIECES = [
  ...['<p>', '</p>', '<b style="font-weight:normal">', '</b>', '<td>', '</td>', '<a href="https://a.example">', '</a>'],
  ...[
    '<a href="javascript:alert(1)">',
    '<span lang="he" dir="rtl">',
    '<span onclick="x">',
    '</span>',
    '<script>',
    '</script>',
  ],
  ...['<template>', '</template>', '<svg>', '</svg>', '<style>', '</style>', '<br>', '<sup>', '</sup>', '<!--', '-->'],
  ...[
    '&lt;script&gt;',
    '&#1;',
    '&amp;',
    '"',
    "'",
    '<',
    '>',
    '  ',
    '\n',
    'word',
    'שלום',
    '😀',
    '\u00a0',
    '<img src=x onerror=alert(1)>',
  ],
]

describe('What sanitizeInline writes', () => {
  it.each(hostileHtml)('gives another sanitizer nothing to remove: %s', (html) => {
    expectNothingToRemove(html)
  })

  it('gives another sanitizer nothing to remove, whatever the input', async () => {
    const html = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...PIECES) }, fc.string()), {
      maxLength: 25,
    })
    await fc.assert(
      fc.property(html, (pieces) => expectNothingToRemove(pieces.join(''))),
      { numRuns: 3_000 },
    )
  })
})
