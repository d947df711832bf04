import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ArticleForm, formOfAutosave, type Json, mergeArticles } from '../../docs/examples/merge-articles.ts'

const paragraph = (html: string) => ({ paragraph: { html } })

const sentence = fc.stringMatching(/^[a-z]{3,8}( [a-z]{3,8}){4,9}$/)

const block = fc.oneof(
  { arbitrary: sentence.map(paragraph), weight: 4 },
  { arbitrary: sentence.map((text) => ({ heading: { level: 2, text } })), weight: 1 },
  { arbitrary: fc.array(sentence, { minLength: 1, maxLength: 3 }).map((items) => ({ list: { items } })), weight: 1 },
  {
    arbitrary: fc
      .array(sentence.map(paragraph), { maxLength: 2 })
      .map((content) => ({ factBox: { title: 'Facts', content } })),
    weight: 1,
  },
)

const optional = fc.option(sentence)

const caption = fc.record({ key: fc.constantFrom('k', 'l', 'm'), imageId: fc.constant('i'), text: optional })

const form = fc.record({
  headline: sentence,
  kicker: optional,
  topics: fc.uniqueArray(
    fc.constantFrom('a', 'b', 'c', 'd').map((id) => ({ topicId: id, rel: 'ABOUT' })),
    {
      selector: ({ topicId }) => topicId,
    },
  ),
  captions: fc.uniqueArray(caption, { selector: ({ key }) => key }),
  body: fc.array(block, { maxLength: 6 }),
})

/** Every text that somebody wrote. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

describe('mergeArticles', () => {
  it('is what one side made of it, where the other changed nothing', () => {
    fc.assert(
      fc.property(form, form, (base, changed) => {
        expect(mergeArticles(base, changed, base)).toEqual({ content: changed, conflicts: [] })
        expect(mergeArticles(base, base, changed)).toEqual({ content: changed, conflicts: [] })
        expect(mergeArticles(base, changed, changed)).toEqual({ content: changed, conflicts: [] })
      }),
    )
  })

  it('is the same whoever merges: the conflicts, and all but what they are about', () => {
    fc.assert(
      fc.property(form, form, form, (base, one, other) => {
        const [here, there] = [mergeArticles(base, one, other), mergeArticles(base, other, one)]

        const swapped = there.conflicts.map(({ mine, theirs, ...rest }) => ({ ...rest, mine: theirs, theirs: mine }))
        expect(here.conflicts).toEqual(swapped)
        if (here.conflicts.length === 0) expect(here.content).toEqual(there.content)
      }),
    )
  })

  it('loses no text that one of the two wrote and the other did not have: it is in the content or in a conflict', () => {
    fc.assert(
      fc.property(form, form, form, (base, mine, theirs) => {
        const merged = new Set(textsIn(mergeArticles(base, mine, theirs)))
        const old = new Set(textsIn(base))

        const written = [...textsIn(mine), ...textsIn(theirs)].filter((text) => !old.has(text))
        expect(written.filter((text) => !merged.has(text))).toEqual([])
      }),
    )
  })

  it('has both changes and no conflict, where each changed another block, field or item', () => {
    const change = fc.constantFrom<[string, (form: ArticleForm) => ArticleForm]>(
      ['headline', (old) => ({ ...old, headline: 'another headline of the article' })],
      ['kicker', (old) => ({ ...old, kicker: 'another kicker' })],
      ['topics', (old) => ({ ...old, topics: [...listOf(old.topics), { topicId: 'new', rel: 'ABOUT' }] })],
      ['captions', (old) => ({ ...old, captions: [{ key: 'new', imageId: 'i' }, ...listOf(old.captions)] })],
      ['first block', (old) => ({ ...old, body: [paragraph('a new first paragraph'), ...listOf(old.body)] })],
      ['last block', (old) => ({ ...old, body: [...listOf(old.body), paragraph('a new last paragraph')] })],
    )
    fc.assert(
      fc.property(
        form.filter(({ body }) => listOf(body).length > 0),
        change,
        change,
        (base, [mineName, changeMine], [theirsName, changeTheirs]) => {
          fc.pre(mineName !== theirsName)
          const { content, conflicts } = mergeArticles(base, changeMine(base), changeTheirs(base))

          expect(conflicts).toEqual([])
          expect(content).toEqual(changeMine(changeTheirs(base)))
        },
      ),
    )
  })

  it('puts a colleague’s new first block above the block that is being edited', () => {
    const base = { body: [paragraph('Talks began on Monday at noon.'), paragraph('A second round follows.')] }
    const mine = { body: [paragraph('Talks began on Tuesday at noon.'), paragraph('A second round follows.')] }
    const theirs = { body: [paragraph('שורה חדשה'), ...base.body] }

    expect(mergeArticles(base, mine, theirs)).toEqual({
      content: { body: [paragraph('שורה חדשה'), ...mine.body] },
      conflicts: [],
    })
  })

  it('names the one text that both changed, at its place in the merged body', () => {
    const base = { body: [paragraph('One and two and three.'), paragraph('The same.')] }
    const mine = { body: [paragraph('One and two and four.'), paragraph('The same.')] }
    const theirs = { body: [paragraph('New.'), paragraph('One and two and five.'), paragraph('The same.')] }

    expect(mergeArticles(base, mine, theirs)).toEqual({
      content: { body: [paragraph('New.'), ...mine.body] },
      conflicts: [
        {
          path: ['body', 1, 'paragraph', 'html'],
          base: 'One and two and three.',
          mine: 'One and two and four.',
          theirs: 'One and two and five.',
        },
      ],
    })
  })

  it('keeps a block that one of the two removed and the other one changed, and says so', () => {
    const base = { body: [paragraph('One and two and three.'), paragraph('The same.')] }
    const removed = { body: [paragraph('The same.')] }
    const changed = { body: [paragraph('One and two and four.'), paragraph('The same.')] }

    const merged = mergeArticles(base, removed, changed)

    expect(merged.content).toEqual(changed)
    expect(merged.conflicts).toEqual([
      { path: ['body', 0], base: base.body[0], mine: undefined, theirs: changed.body[0] },
    ])
  })

  it('merges a caption that one moved and the other one described', () => {
    const [k, l] = [
      { key: 'k', imageId: '1' },
      { key: 'l', imageId: '2' },
    ]

    expect(
      mergeArticles({ captions: [k, l] }, { captions: [l, k] }, { captions: [k, { ...l, altText: 'A bridge' }] }),
    ).toEqual({ content: { captions: [{ ...l, altText: 'A bridge' }, k] }, conflicts: [] })
  })

  it('never makes one block of two kinds', () => {
    const [base, mine] = [
      { body: [paragraph('One and two.')] },
      { body: [{ heading: { level: 2, text: 'One and two.' } }] },
    ]
    const theirs = { body: [paragraph('One and three.')] }

    const { content, conflicts } = mergeArticles(base, mine, theirs)

    for (const merged of listOf(content.body)) expect(Object.keys(merged ?? {})).toHaveLength(1)
    expect(textsIn([content, conflicts])).toEqual(expect.arrayContaining(['One and two.', 'One and three.']))
  })
})

describe('formOfAutosave', () => {
  it('has the fields that were sent, and of each part what was filled in', () => {
    expect(
      formOfAutosave({
        fields: ['headline', 'kicker', 'body'],
        headline: '',
        kicker: null,
        standfirst: null,
        body: [{ __typename: 'AutosavedBlock', paragraph: { html: '' }, heading: null }],
      }),
    ).toEqual({ headline: '', kicker: null, body: [{ paragraph: { html: '' } }] })
  })
})

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}
