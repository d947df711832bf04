import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { type Block, BODY } from '../../src/content/blocks/blocks.ts'
import type { Figure } from '../../src/content/blocks/figure.ts'
import { parseBody } from '../../src/content/body.ts'
import { hostileHtml } from '../inputs/hostile-html.ts'

const CAPTION = '0195a1b2-0000-7000-8000-00000000000a'
const none = new Map<string, Figure>()

function figure(over: Partial<Figure> = {}): Map<string, Figure> {
  const plain = {
    src: 'https://daily.example/media/a.png',
    width: 640,
    height: 360,
    altText: null,
    text: null,
    credit: null,
  }
  return new Map([[CAPTION, { ...plain, ...over }]])
}

/** Every element with its attributes, as a parser reads the HTML. */
function elementsOf(html: string): { tag: string; attributes: Record<string, string> }[] {
  const elements: { tag: string; attributes: Record<string, string> }[] = []
  new Parser({ onopentag: (tag, attributes) => elements.push({ tag, attributes }) }).end(html)
  return elements
}

describe('bodyHtml', () => {
  it('writes each block as what it is', () => {
    const blocks = parseBody([
      { type: 'paragraph', html: 'Officials <em>travel</em>.' },
      { type: 'heading', level: 3, text: 'Cairo & Gaza' },
      { type: 'quote', text: 'We "want" calm.', attribution: 'A source' },
      { type: 'quote', text: 'No.', attribution: null },
      { type: 'list', ordered: false, items: ['One', '<strong>Two</strong>'] },
      { type: 'list', ordered: true, items: ['One'] },
    ])

    expect(BODY.html(blocks, none)).toBe(
      [
        '<p>Officials <em>travel</em>.</p>',
        '<h3>Cairo &amp; Gaza</h3>',
        '<blockquote><p>We "want" calm.</p><footer><cite>A source</cite></footer></blockquote>',
        '<blockquote><p>No.</p></blockquote>',
        '<ul><li>One</li><li><strong>Two</strong></li></ul>',
        '<ol><li>One</li></ol>',
        '',
      ].join('\n'),
    )
  })

  it('shows an image with its alternative text, caption and credit', () => {
    const blocks: Block[] = [{ type: 'image', captionId: CAPTION }]

    expect(BODY.html(blocks, figure({ altText: 'Three men', text: 'In Gaza in 2015.', credit: 'Reuters' }))).toBe(
      '<figure><img src="https://daily.example/media/a.png" width="640" height="360" alt="Three men" loading="lazy">' +
        '<figcaption>In Gaza in 2015. <small>Reuters</small></figcaption></figure>\n',
    )
    expect(BODY.html(blocks, figure({ credit: 'Reuters' }))).toContain(
      '<figcaption><small>Reuters</small></figcaption>',
    )
    expect(BODY.html(blocks, figure())).toContain('alt="" loading="lazy"></figure>')
  })

  it('leaves out an image that is not there', () => {
    expect(BODY.html([{ type: 'image', captionId: CAPTION }], none)).toBe('')
  })

  it('embeds as a link, never a frame', () => {
    const embed = { type: 'embed', url: 'https://video.example/?a=1&b="2"', provider: 'Video', title: 'A & B' } as const

    expect(BODY.html([embed], none)).toBe(
      '<figure><a href="https://video.example/?a=1&amp;b=&quot;2&quot;">A &amp; B</a><figcaption>Video</figcaption></figure>\n',
    )
    expect(BODY.html([{ ...embed, title: null }], none)).toContain('>Video</a></figure>')
    expect(BODY.html([{ ...embed, title: null, provider: null }], none)).toContain('>https://video.example/')
  })

  it.each(hostileHtml)('is safe even when a row written past us holds %s', (hostile) => {
    const blocks: Block[] = [
      { type: 'paragraph', html: hostile },
      { type: 'heading', level: 2, text: hostile },
      { type: 'image', captionId: CAPTION },
      { type: 'quote', text: hostile, attribution: hostile },
      { type: 'list', ordered: false, items: [{ html: hostile, level: 1 }] },
      { type: 'embed', url: `https://video.example/${hostile}`, provider: hostile, title: hostile },
      { type: 'embed', url: 'javascript:alert(1)', provider: null, title: hostile },
    ]
    const html = BODY.html(
      blocks,
      figure({ src: `https://x.example/${hostile}`, altText: hostile, text: hostile, credit: hostile }),
    )
    const elements = elementsOf(html)

    expect(
      elements
        .map(({ tag }) => tag)
        .filter((tag) => ['script', 'style', 'iframe', 'svg', 'base', 'form'].includes(tag)),
    ).toEqual([])
    expect(elements.filter(({ tag }) => tag === 'img')).toHaveLength(1)
    for (const { attributes } of elements) {
      expect(Object.keys(attributes).filter((name) => name.startsWith('on') || name === 'style')).toEqual([])
      expect(URL.parse(attributes.href ?? '/', 'https://daily.example')?.protocol ?? 'https:').toMatch(
        /^(https?|mailto):$/,
      )
    }
  })
})
