import { describe, expect, it } from 'vitest'
import { BODY } from '../../src/content/blocks/blocks.ts'
import { parseBody } from '../../src/content/body.ts'
import { blockText, sanitizeInline } from '../../src/markup/inline-html.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { created, updated } from './saving.ts'

// What the clipboard gives when text is copied from the programs that people write in. Each has habits of its own.

const database = await testDatabase()
const reporter = (await testApi(database)).as('REPORTER')

interface Paste {
  readonly from: string
  readonly html: string
  readonly stored: string
}

const WORD: Paste = {
  from: 'Word: a head, conditional comments, wrapped lines, spans for the proofing language',
  html: `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">\r
<head>\r
<meta name=Generator content="Microsoft Word 15">\r
<title>Document1</title>\r
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->\r
<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} --></style>\r
</head>\r
<body lang=EN-GB style='tab-interval:36.0pt'>\r
<!--StartFragment-->\r
\r
<p class=MsoNormal>The ministers said that talks would\r
  resume <b style='mso-bidi-font-weight:normal'>on Monday</b>, after a\r
<i>short</i>&nbsp;break.<o:p></o:p></p>\r
\r
<p class=MsoNormal><span style='mso-ansi-language:EN-GB'>H<sub>2</sub>O costs <s>4</s> 5&nbsp;euros.<o:p></o:p></span></p>\r
\r
<!--EndFragment-->\r
</body>\r
</html>`,
  stored:
    'The ministers said that talks would resume <strong>on Monday</strong>, after a <em>short</em>\u00a0break.<br />' +
    'H<sub>2</sub>O costs <s>4</s> 5\u00a0euros.',
}

const GOOGLE_DOCS: Paste = {
  from: 'Google Docs: all of it in a <b> that is not bold, each run a span with its style',
  html:
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-0b1c2d3e-7fff"><p dir="ltr" style="line-height:1.38;">' +
    '<span style="font-weight:400;font-style:normal;text-decoration:none;vertical-align:baseline;">The court was </span>' +
    '<span style="font-weight:700;font-style:normal;text-decoration:none;vertical-align:baseline;">clear</span>' +
    '<span style="font-weight:400;font-style:italic;text-decoration:none;vertical-align:baseline;"> on this</span>' +
    '<span style="font-weight:400;font-style:normal;text-decoration:line-through;vertical-align:baseline;">: guilty</span>' +
    '<span style="font-weight:400;font-style:normal;text-decoration:none;vertical-align:baseline;">.</span>' +
    '<span style="font-weight:400;font-size:0.6em;vertical-align:super;">1</span></p><br /><p dir="ltr">' +
    '<a href="https://daily.example/" style="text-decoration:none;"><span style="font-weight:700;text-decoration:underline;">More</span></a></p></b>',
  stored:
    'The court was <strong>clear</strong><em> on this</em><s>: guilty</s>.<sup>1</sup><br /><br />' +
    '<a href="https://daily.example/"><strong>More</strong></a>',
}

const PAGES: Paste = {
  from: 'Apple Pages: a style sheet in front, classes, a space that is kept in a span',
  html: `<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title></title>
<meta name="Generator" content="Cocoa HTML Writer">
<style type="text/css">
p.p1 {margin: 0.0px 0.0px 0.0px 0.0px; font: 11.0px Helvetica}
span.s1 {font-kerning: none}
</style>
</head>
<body>
<p class="p1"><span class="s1"><b>Rain</b> in Cairo<span class="Apple-converted-space"> </span></span></p>
<p class="p2"><span class="s1"></span><br></p>
<p class="p1"><span class="s1">And <i>sun</i></span></p>
</body>
</html>`,
  stored: '<strong>Rain</strong> in Cairo<br /><br />And <em>sun</em>',
}

const LIBREOFFICE: Paste = {
  from: 'LibreOffice: lines wrapped at 72 columns, <font>, <strike>, a table with paragraphs',
  html: `<!DOCTYPE html>
<html>
<head>
	<meta name="generator" content="LibreOffice 7.6 (Linux)"/>
	<style type="text/css">
		@page { size: 21cm 29.7cm; margin: 2cm }
	</style>
</head>
<body lang="de-DE" dir="ltr"><p style="line-height: 100%; margin-bottom: 0cm">
<font face="Liberation Serif, serif"><font size="3">The accused was found
<strike>guilty</strike> <u>acquitted</u> <ins>later</ins></font></font></p>
<table width="100%"><tr><td>Labour</td>
<td>412</td></tr>
	<tr><td>Greens</td><td>4</td></tr></table>
</body>
</html>`,
  stored: 'The accused was found <s>guilty</s> acquitted later<br />Labour 412<br />Greens 4',
}

const OUTLOOK: Paste = {
  from: 'Outlook: empty paragraphs with a no-break space, divisions, a quoted message',
  html:
    '<html><head><style>\n<!--\np.MsoNormal {margin:0cm;}\n-->\n</style></head><body lang="EN-US" link="#0563C1"><div class="WordSection1">' +
    '<p class="MsoNormal">Dear all,<o:p></o:p></p>\n<p class="MsoNormal"><o:p>&nbsp;</o:p></p>\n' +
    '<p class="MsoNormal">see <a href="mailto:desk@daily.example">the desk</a>.<o:p></o:p></p>\n' +
    '<div style="border-left:solid 1.0pt"><p class="MsoNormal"><b>From:</b> Ministry<br>\n<b>Sent:</b> Monday<o:p></o:p></p></div>\n' +
    '<p class="MsoNormal"><o:p>&nbsp;</o:p></p></div></body></html>',
  stored:
    'Dear all,<br />\u00a0<br />see <a href="mailto:desk@daily.example">the desk</a>.<br />' +
    '<strong>From:</strong> Ministry<br /><strong>Sent:</strong> Monday',
}

const BROWSER: Paste = {
  from: 'a browser: computed styles, scripts and drawings of the page, a heading, a list',
  html:
    '<meta charset=\'utf-8\'><h2 style="font-weight: 400; text-decoration-style: initial;">Results</h2>' +
    '<p style="font-style: normal; font-weight: 400;">The vote<sup style="vertical-align: baseline; top: -0.5em;"><a href="#fn1">[1]</a></sup> ' +
    '<strong style="font-weight: bolder;">ended</strong><script>track("</p>")</script><svg><title>Icon</title><text>i</text></svg>' +
    '<noscript><img src="https://ads.example/p.gif">Enable scripts</noscript></p><ul>\n  <li>One</li>\n  <li>Two</li>\n</ul>' +
    '<iframe src="https://ads.example">frame</iframe><template>later</template><object>plug-in</object><math><mi>x</mi></math>' +
    '<br class="Apple-interchange-newline">',
  stored: 'Results<br />The vote<sup><a href="#fn1">[1]</a></sup> <strong>ended</strong><br />One<br />Two',
}

const PASTES = [WORD, GOOGLE_DOCS, PAGES, LIBREOFFICE, OUTLOOK, BROWSER]

const BODY_OF = `query ($id: ID!) { article(id: $id, stage: DRAFT) { bodyHtml bodyText body {
  ... on ParagraphBlock { html text } ... on TableBlock { rows } ... on ListBlock { itemsHtml } } } }`

interface Body {
  readonly bodyHtml: string
  readonly bodyText: string
  readonly body: readonly { readonly html?: string; readonly text?: string }[]
}

async function bodyOf(id: string): Promise<Body> {
  return (await reporter.query<{ article: Body }>(BODY_OF, { id })).article
}

const paragraph = (html: string) => ({ paragraph: { html } })

describe('Text pasted from', () => {
  it.each(PASTES)('$from', async ({ html, stored }) => {
    const article = await created(reporter, { body: [paragraph(html)] })
    const read = await bodyOf(article.id)

    expect(read.body).toEqual([{ html: stored, text: blockText(stored) }])
    expect(read.bodyHtml).toBe(`<p>${stored}</p>\n`)

    // What is read and saved again is the same, and so is the paste itself.
    const again = await updated(reporter, article, { body: [paragraph(read.body[0]?.html ?? '')] })
    const pastedAgain = await updated(reporter, again, { body: [paragraph(html)] })
    expect(pastedAgain.revisions.totalCount).toBe(1)
  })
})

describe('Block elements', () => {
  it.each([
    ['a heading before text', '<h2>Results</h2>The vote ended', 'Results<br />The vote ended'],
    ['a division before text', '<div>First line</div>Second line', 'First line<br />Second line'],
    ['text before a paragraph', 'One.<p>Two.</p>', 'One.<br />Two.'],
    ['text after a paragraph', '<p>One.</p>Two.', 'One.<br />Two.'],
    ['blocks within blocks', '<div><div><p>One.</p></div></div><section><p>Two.</p></section>', 'One.<br />Two.'],
    ['a break at the end of a block', '<div>One<br></div><div>Two</div>', 'One<br />Two'],
    ['an empty line between blocks', '<div>One</div><div><br></div><div>Two</div>', 'One<br /><br />Two'],
    ['an empty block', '<p>One</p><p> </p><p>Two</p>', 'One<br />Two'],
    ['a rule', 'One<hr>Two', 'One<br />Two'],
    ['cells', '<table><tr><td>Labour</td><td>412</td></tr></table>', 'Labour 412'],
    ['rows', '<table><tr><th>100</th><td>55</td></tr><tr><td>7</td><td>8</td></tr></table>', '100 55<br />7 8'],
    ['terms', '<dl><dt>EU</dt><dd>European Union</dd></dl>', 'EU<br />European Union'],
    [
      'an embedded post',
      '<blockquote class="twitter-tweet"><p>We will not comment.</p>&mdash; Ministry (@ministry)</blockquote>',
      'We will not comment.<br />— Ministry (@ministry)',
    ],
    ['blocks within a mark', '<b><p>One</p><p>Two</p></b>', '<strong>One<br />Two</strong>'],
    ['blocks at the ends', '<div><br></div><p>One</p><div><br></div>', 'One'],
  ])('divide lines: %s', (_what, html, expected) => {
    expect(sanitizeInline(html)).toBe(expected)
  })
})

describe('What is no text', () => {
  it.each(['title', 'style', 'script', 'noscript', 'iframe', 'svg', 'template', 'object', 'math', 'textarea', 'video'])(
    'is dropped with what is in it: %s',
    (tag) => {
      expect(sanitizeInline(`before <${tag}>within</${tag}>after`)).toBe('before after')
    },
  )

  it('is dropped from the head of a document', () => {
    expect(sanitizeInline('<html><head><title>Doc title</title></head><body><p>Text</p></body></html>')).toBe('Text')
  })
})

describe('White space of the source', () => {
  it.each([
    ['line ends and indents', 'talks would\n  resume', 'talks would resume'],
    ['line ends of Windows', 'talks would\r\n\tresume', 'talks would resume'],
    ['after a break', 'one<br>\ntwo\nwrapped line', 'one<br />two wrapped line'],
    ['before a break', '<em>one </em> <br> two', '<em>one</em><br />two'],
    ['on both sides of a tag', 'one <em> two</em>', 'one <em>two</em>'],
    ['no-break spaces stay', '5&nbsp;&nbsp;euros\u00a0 net', '5\u00a0\u00a0euros\u00a0 net'],
    ['at the ends', ' \n<b> one </b>\n', '<strong>one</strong>'],
    ['alone in an element', 'one<i> </i>two', 'one<em> </em>two'],
  ])('is one space: %s', (_what, html, expected) => {
    expect(sanitizeInline(html)).toBe(expected)
  })

  it('makes no revision when it changes, in any block', async () => {
    const words = (space: string) => `Talks${space}would <b>resume${space}soon</b>`
    const body = (space: string) => [
      paragraph(words(space)),
      { list: { items: [words(space)] } },
      { table: { rows: [[words(space)]] } },
    ]
    const article = await created(reporter, { body: body(' ') })

    const again = await updated(reporter, article, { body: body('\r\n\t  ') })

    expect(again.revisions.totalCount).toBe(1)
    expect((await bodyOf(again.id)).body[0]).toEqual({
      html: 'Talks would <strong>resume soon</strong>',
      text: 'Talks would resume soon',
    })
  })
})

describe('Style decides', () => {
  it.each([
    ['font-weight:600', '<strong>x</strong>'],
    ['font-weight: BOLD !important', '<strong>x</strong>'],
    ['font-weight:500', 'x'],
    ['font-weight:inherit', 'x'],
    ['font-style:italic', '<em>x</em>'],
    ['font-style:oblique 10deg', '<em>x</em>'],
    ['text-decoration:underline line-through', '<s>x</s>'],
    ['text-decoration-line:line-through', '<s>x</s>'],
    ['text-decoration:underline', 'x'],
    ['vertical-align:sub', '<sub>x</sub>'],
    ['vertical-align:super', '<sup>x</sup>'],
    ['vertical-align:baseline', 'x'],
    ['color:red;font-weight:700;font-style:italic', '<strong><em>x</em></strong>'],
    ['bold', 'x'],
  ])('%s makes %s', (style, expected) => {
    expect(sanitizeInline(`<span style="${style}">x</span>`)).toBe(expected)
  })

  it.each([
    ['<b style="font-weight:normal">x</b>', 'x'],
    ['<i style="font-style:normal">x</i>', 'x'],
    ['<s style="text-decoration:none">x</s>', 'x'],
    ['<sub style="vertical-align:super">x</sub>', '<sup>x</sup>'],
    ['<b>a <span style="font-weight:400">b</span> c</b>', '<strong>a </strong>b<strong> c</strong>'],
    ['<b>a <i>b <span style="font-weight:400">c</span></i></b>', '<strong>a <em>b </em></strong><em>c</em>'],
    ['<b>a <span style="font-weight:700">b</span></b>', '<strong>a b</strong>'],
    ['<b><strong>x</strong></b>', '<strong>x</strong>'],
    ['<s>a <span style="text-decoration:none">b</span></s>', '<s>a b</s>'],
    ['<s>a <sub style="text-decoration:line-through">b</sub></s>', '<s>a <sub>b</sub></s>'],
    ['x<sup>2<sup>n</sup></sup>', 'x<sup>2<sup>n</sup></sup>'],
    ['<p style="font-weight:bold">x</p>', '<strong>x</strong>'],
    ['<strike>old</strike> new', '<s>old</s> new'],
    ['<u>a</u> <ins>b</ins>', 'a b'],
    ['<span class="x">text</span>', 'text'],
    ['<span lang="he"><span class="x">text</span></span>', '<span lang="he">text</span>'],
    [
      '<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:700">Bold</span> <span style="font-style:italic">italic</span> H<span style="vertical-align:sub">2</span>O</p></b>',
      '<strong>Bold</strong> <em>italic</em> H<sub>2</sub>O',
    ],
  ])('over elements: %s', (html, expected) => {
    expect(sanitizeInline(html)).toBe(expected)
  })
})

describe('Control characters', () => {
  it.each([
    ['a&#1;b&#x7f;c', 'abc'],
    ['a&#13;b&#x0b;c&#8232;d', 'a b c d'],
    ['<a href="https://daily.example/&#1;x&#10;y">z</a>', '<a href="https://daily.example/xy">z</a>'],
  ])('given as references are removed: %s', (html, expected) => {
    expect(sanitizeInline(html)).toBe(expected)
  })

  it('given as references are not stored', async () => {
    const { id } = await created(reporter, { body: [paragraph('a&#1;b <strike>c</strike>')] })

    expect((await bodyOf(id)).body).toEqual([{ html: 'ab <s>c</s>', text: 'ab c' }])
  })
})

describe('Lines of plain text', () => {
  it('are lines and paragraphs in the HTML of a quote', async () => {
    const text = 'Roses are red\nViolets are <blue>\n\nEnd'
    const article = await created(reporter, { body: [{ quote: { text, attribution: 'A poet' } }] })
    const { bodyHtml, bodyText } = await bodyOf(article.id)

    expect(bodyHtml).toBe(
      '<blockquote><p>Roses are red<br />Violets are &lt;blue&gt;</p><p>End</p><footer><cite>A poet</cite></footer></blockquote>\n',
    )
    expect(bodyText).toBe(`${text}\nA poet`)
  })

  it('are lines in the HTML of a caption', () => {
    const captionId = '0195a1b2-0000-7000-8000-00000000000a'
    const figure = { src: '/a.png', width: 2, height: 1, altText: null, text: 'Left: A & B\nRight: C', credit: null }

    expect(BODY.html(parseBody([{ type: 'image', captionId }]), new Map([[captionId, figure]]))).toContain(
      '<figcaption>Left: A &amp; B<br />Right: C</figcaption>',
    )
  })
})
