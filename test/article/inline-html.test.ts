import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { isClean } from '../../src/markup/clean-inline.ts'
import { blockText, isTooDeep, sanitizeInline } from '../../src/markup/inline-html.ts'
import { rewritten } from '../../src/markup/rewrite-inline.ts'
import { expectCostWithin } from '../helpers/cost.ts'
import { hostileHtml } from '../inputs/hostile-html.ts'

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  span: ['lang', 'dir'],
  ...Object.fromEntries(['strong', 'em', 's', 'sub', 'sup', 'code', 'br', 'q'].map((tag) => [tag, []])),
}

/** What a parser finds in the HTML that running text may not have. */
function faultsOf(html: string): string[] {
  const faults: string[] = []
  const parser = new Parser({
    oncomment: (text) => faults.push(`comment ${text}`),
    onprocessinginstruction: (name) => faults.push(`instruction ${name}`),
    onopentag: (tag, attributes) => {
      if (!(tag in ALLOWED)) faults.push(`<${tag}>`)
      for (const [name, value] of Object.entries(attributes)) {
        if (!ALLOWED[tag]?.includes(name)) faults.push(`${tag} ${name}`)
        if (name === 'href' && !isHarmless(value)) faults.push(`href ${value}`)
      }
    },
  })
  parser.end(html)
  return faults
}

function isHarmless(href: string): boolean {
  const url = URL.parse(href, 'https://daily.example/article/x')
  return url === null || ['http:', 'https:', 'mailto:'].includes(url.protocol)
}

const fragments = fc.constantFrom(
  ...['<', '>', '&', '"', "'", '/', '=', ' ', '\n', '\t', '\\', ';', ':', '#', 'x', 'שלום', '\u00a0', '\u2028'],
  ...[
    '<a',
    '<a ',
    ' href=',
    'href="',
    '"https://daily.example"',
    'javascript:',
    'java\tscript:',
    '&#106;avascript:',
    'data:',
  ],
  ...['<strong>', '</strong>', '<em>', '</em>', '<br>', '<br />', '<span lang="he" dir="rtl">', '</span>', '</a>'],
  ...['<a href="https://daily.example/?a=1&amp;b=2">', '<a href="/topic/x">', '<a href="//elsewhere.example">'],
  ...[
    '<script>',
    '</script>',
    '<style>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<svg',
    '<img src=x ',
    'onerror=',
    'alert(1)',
  ],
  ...[
    '&amp;',
    '&lt;',
    '&quot;',
    '&gt;',
    '&nbsp;',
    '&#60;',
    '&lt',
    '<p>',
    '</p>',
    '<template>',
    '<textarea>',
    '</textarea>',
  ],
  ...[
    '<b style="font-weight:normal">',
    '<span style="font-weight:700;font-style:italic">',
    '<em style="vertical-align:super">',
    '</b>',
  ],
  ...[
    '<td>',
    '</td>',
    '<tr>',
    '<li>',
    '<hr>',
    '<strike>',
    '<sub style="text-decoration:line-through;font-weight:bold">',
    '</strike>',
    '<sup>',
    '</sup>',
    '&#1;',
    '&#13;',
    '\r\n',
    'y ',
    ' z',
  ],
)
const soup = fc.array(fragments, { maxLength: 14 }).map((parts) => parts.join(''))

/** Nearly clean: much of it is, and the rest is not for one reason. */
const tidySoup = fc
  .array(
    fc.constantFrom(
      ...[
        '<strong>',
        '</strong>',
        '<em>',
        '</em>',
        '<q>',
        '</q>',
        '<a href="/x">',
        '</a>',
        '<span lang="he">',
        '</span>',
        '<sup>',
        '</sup>',
      ],
      ...[
        '<br />',
        'x',
        'y',
        ' ',
        '\u00a0',
        '&amp;',
        '&quot;',
        '"',
        '\n',
        '<span>',
        '<a href="a b">',
        '<a href="?a&b">',
        '\u2028',
      ],
    ),
    { maxLength: 7 },
  )
  .map((parts) => parts.join(''))

describe('sanitizeInline', () => {
  it.each(hostileHtml)('leaves nothing dangerous of %s', (html) => {
    expect(faultsOf(sanitizeInline(html))).toEqual([])
  })

  it('lets nothing through whatever is put together', () => {
    fc.assert(
      fc.property(soup, (html) => {
        expect(faultsOf(sanitizeInline(html))).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(soup, (html) => {
        const once = sanitizeInline(html)
        expect(isClean(once)).toBe(true)
        expect(rewritten(once)).toBe(once)
        expect(once.trim()).toBe(once)
      }),
      { numRuns: 3000 },
    )
  })

  it('takes as clean only what it would write', () => {
    fc.assert(
      fc.property(tidySoup, (html) => {
        expect(isClean(html)).toBe(rewritten(html) === html)
      }),
      { numRuns: 3000 },
    )
  })

  it('is not deeper for the marks of a style', () => {
    const style = 'font-weight:bold;font-style:italic;text-decoration:line-through'
    const once = sanitizeInline(`${'<q>'.repeat(99)}<q style="${style}">deep`)

    expect(once).toContain('deep')
    expect(isTooDeep(once)).toBe(false)
  })

  it('costs no more than it must, however deep a stored text is', () => {
    expect(sanitizeInline('<em>'.repeat(50_000).concat('deep'))).toBe('deep')
  })

  it.each(['/', '<br'])('puts no link within another: %s', (href) => {
    const once = sanitizeInline(`<a href="${href}">a<em><a href="/topic/x">b</a></em></a>`)

    expect(once).toMatch(/^<a href="[^"]+">a<em>b<\/em><\/a>$/)
    expect(sanitizeInline(once)).toBe(once)
  })

  it('keeps every element of running text as it is', () => {
    const html =
      '<a href="https://daily.example/?a=1&amp;b=2">a</a> <a href="mailto:desk@daily.example">b</a> <a href="/topic/egypt">c</a> ' +
      '<strong>d <em>e</em></strong><s>f</s><sub>g</sub><sup>h</sup><code>i</code><q>j</q><br />' +
      '<span lang="he" dir="rtl">שלום</span> “quoted”, "straight" &amp; it\'s'

    expect(sanitizeInline(html)).toBe(html)
  })

  it.each([
    ['<b>bold</b> <i>italic</i> <del>gone</del>', '<strong>bold</strong> <em>italic</em> <s>gone</s>'],
    ['AT&T <3', 'AT&amp;T &lt;3'],
    ['<strong>left open', '<strong>left open</strong>'],
    ['</em>closed only', 'closed only'],
    ['<em><strong>crossed</em></strong>', '<em><strong>crossed</strong></em>'],
    ['a<br>b<BR/>c', 'a<br />b<br />c'],
    [
      '<a href="https://daily.example" onclick="alert(1)" target="_blank">x</a>',
      '<a href="https://daily.example">x</a>',
    ],
    ['<a href="page.html">x</a>', '<a href="page.html">x</a>'],
    ['<a href="javascript:alert(1)">words stay</a>', 'words stay'],
    ['<a name="top">words stay</a>', 'words stay'],
    ['<span dir="up" lang="he" style="color:red">x</span>', '<span lang="he">x</span>'],
  ])('turns %s into %s', (html, expected) => {
    expect(sanitizeInline(html)).toBe(expected)
  })

  it('keeps pasted lines apart', () => {
    expect(sanitizeInline('<p>one</p><p>two</p>')).toBe('one<br />two')
  })

  it.each(['<', '&', '<a href="', '<em>', '</em>', '<br />', ' ', '<p>'])(
    'sanitizeInline costs in proportion to how often %j is repeated',
    (part) => {
      const times = (repeats: number, text: string) => () => {
        for (let round = 0; round < repeats; round++) sanitizeInline(text)
      }

      // As much text in small pieces and in one: it would be 20 times the work if each part were compared with each other.
      expectCostWithin(5, times(20, part.repeat(1_000)), times(1, part.repeat(20_000)))
    },
  )
})

describe('isTooDeep', () => {
  it.each([
    ['a hundred within one another', `${'<em>'.repeat(100)}x`, false],
    ['a hundred and one', `${'<em>'.repeat(101)}x`, true],
    ['those that are removed, too', '<ul><li>'.repeat(60), true],
    ['a thousand side by side', '<em>x</em><br><p>y'.repeat(1000), false],
  ])('counts %s', (_what, html, expected) => {
    expect(isTooDeep(html)).toBe(expected)
  })
})

describe('blockText', () => {
  it.each([
    ['Plain — with nothing in it', 'Plain — with nothing in it'],
    ['<strong>Hamas</strong> &amp; <a href="/topic/egypt">Egypt</a>', 'Hamas & Egypt'],
    ['&lt;script&gt; &quot;q&quot; &#1513; &eacute; &hellip;', '<script> "q" ש é …'],
    ['one<br />two', 'one\ntwo'],
    ['a <script>alert(1)</script><style>p{}</style>b', 'a b'],
    ['2 &lt; 3 &amp;amp; 4', '2 < 3 &amp; 4'],
    ['<span dir="rtl">ח׳ורי</span>', 'ח׳ורי'],
  ])('reads %s as %s', (html, expected) => {
    expect(blockText(html)).toBe(expected)
  })
})
