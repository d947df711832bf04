import type { Block } from '../../src/content/blocks/blocks.ts'
import { parseBody, plainText } from '../../src/content/body.ts'
import { textNamed, textsOf } from '../../src/content/texts.ts'
import { wordCount } from '../../src/content/word-count.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { idOf } from './identity.ts'
import type { ImageUse, Story, Text, WrittenBlock, WrittenCredit } from './story.ts'

/** The rows of one story. Inserted in this order, article last: what is derived from a live article looks at its revision. */
export interface StoryRows {
  revisions: Prisma.RevisionCreateManyInput[]
  credits: Prisma.CreditCreateManyInput[]
  captions: Prisma.CaptionCreateManyInput[]
  topics: Prisma.RevisionTopicCreateManyInput[]
  article: Prisma.ArticleCreateManyInput
  corrections: Prisma.CorrectionCreateManyInput[]
}

/** Ids by the names under which the stories know things. */
export interface Known {
  author: (slug: string) => { id: string; name: string }
  topic: (slug: string) => string
  image: (key: string) => string
  reporter: string
  editor: string
}

/** Of texts that have no date of their own; later than every published one. */
const WRITTEN_AT = '2025-06-24T10:00:00Z'

export const keyOf = (story: Story) => `${story.locale ?? 'en'}/${story.slug}`
export const storyId = (story: Story) => idOf('article', keyOf(story))

export function composeStory(story: Story, known: Known): StoryRows {
  const texts = [story.earlier, story.text, story.newer].filter((text) => text !== undefined)
  const revisions = texts.map((text, index) => composeRevision(story, text, index + 1, known))
  return {
    revisions: revisions.map(({ revision }) => revision),
    credits: revisions.flatMap(({ credits }) => credits),
    captions: revisions.flatMap(({ captions }) => captions),
    topics: revisions.flatMap(({ topics }) => topics),
    article: composeArticle(story, texts, known),
    corrections: (story.corrections ?? []).map(({ kind, at, text }, index) => ({
      id: idOf('correction', `${keyOf(story)}:${index}`),
      articleId: storyId(story),
      kind,
      text,
      publishedAt: at,
    })),
  }
}

const revisionId = (story: Story, number: number) => idOf('revision', `${keyOf(story)}:${number}`)

function composeArticle(story: Story, texts: Text[], known: Known): Prisma.ArticleCreateManyInput {
  const { state } = story
  const live = state.status === 'PUBLISHED'
  const at = 'at' in state && state.at !== undefined ? state.at : null
  const first = state.status === 'PUBLISHED' ? (state.first ?? state.at) : at
  const isOther = (story.corrections ?? []).length > 0 || first !== at
  return {
    id: storyId(story),
    locale: story.locale ?? 'en',
    slug: story.formerSlugs?.[0] ?? story.slug,
    status: state.status,
    version: texts.length + (story.formerSlugs?.length ?? 0),
    liveRevisionId: live ? revisionId(story, texts.indexOf(story.text) + 1) : null,
    latestRevisionId: revisionId(story, texts.length),
    firstPublishedAt: first,
    publishedAt: first,
    contentModifiedAt: at !== null && isOther ? latest(at, story) : null,
    scheduledFor: state.status === 'SCHEDULED' ? state.scheduledFor : null,
    scheduledRevisionId: state.status === 'SCHEDULED' ? revisionId(story, texts.length) : null,
    workflowState: state.status === 'SCHEDULED' ? 'APPROVED' : 'DRAFT',
    embargoedUntil: story.embargoedUntil ?? null,
    withdrawnAt: state.status === 'WITHDRAWN' ? state.withdrawnAt : null,
    withdrawalReason: state.status === 'WITHDRAWN' ? state.reason : null,
    trashedAt: state.status === 'TRASHED' ? state.trashedAt : null,
    editorNote: story.editorNote ?? null,
    translationGroupId: idOf('translations', story.translationOf ?? story.slug),
    createdAt: first ?? WRITTEN_AT,
    createdById: known.editor,
    updatedAt: story.newer || at === null ? WRITTEN_AT : latest(at, story),
    liveUpdatedAt: live && at !== null ? latest(at, story) : null,
  }
}

/** A correction changes what readers see. ISO dates of one form sort as text. */
const latest = (at: string, story: Story) => [at, ...(story.corrections ?? []).map((c) => c.at)].sort().at(-1) ?? at

function composeRevision(story: Story, text: Text, number: number, known: Known) {
  const id = revisionId(story, number)
  const locale = story.locale ?? 'en'
  const captions = composeCaptions(story, text, id, known)
  const body = parseBody(text.body.map((block) => stored(block, captions.idOf)))
  const plain = plainText(body)
  return {
    revision: {
      id,
      articleId: storyId(story),
      number,
      ...textsOf((name) => text[name] ?? textNamed(name).empty),
      body,
      plainText: plain,
      wordCount: wordCount(plain, locale),
      createdAt: writtenAt(story, text),
      createdById: known.reporter,
    },
    credits: text.credits.map((credit, position) => ({ revisionId: id, position, ...composeCredit(credit, known) })),
    captions: captions.rows,
    topics: composeTopics(text, id, known),
  }
}

function writtenAt({ state, earlier, newer }: Story, text: Text): string {
  if (text === newer) return WRITTEN_AT
  if (text === earlier && state.status === 'PUBLISHED') return state.first ?? state.at
  return 'at' in state ? (state.at ?? WRITTEN_AT) : WRITTEN_AT
}

function composeCredit(credit: WrittenCredit, known: Known) {
  const role = credit.role ?? 'WRITER'
  if ('name' in credit) return { role, authorId: null, name: credit.name }
  const { id, name } = known.author(credit.author)
  return { role, authorId: id, name: credit.as ?? name }
}

function composeTopics({ about, mentions = [] }: Text, revisionId: string, known: Known) {
  const rels = [
    ...about.map((slug) => ({ topicId: known.topic(slug), rel: 'ABOUT' as const })),
    ...mentions.map((slug) => ({ topicId: known.topic(slug), rel: 'MENTIONS' as const })),
  ]
  return rels.map((rel, position) => ({ revisionId, position, ...rel }))
}

/** Lead, gallery and the body's pictures, in this order. A caption's id hangs on article, role and picture: it outlives a revision. */
function composeCaptions(story: Story, text: Text, revisionId: string, known: Known) {
  const inline = text.body.flatMap((block) => (block.type === 'picture' ? [block.use] : []))
  const captionId = (role: string, use: ImageUse) => idOf('caption', `${keyOf(story)}:${role}:${use.image}`)
  const uses = [
    ...(text.lead ? [{ role: 'LEAD' as const, use: text.lead }] : []),
    ...(text.gallery ?? []).map((use) => ({ role: 'GALLERY' as const, use })),
    ...inline.map((use) => ({ role: 'INLINE' as const, use })),
  ]
  return {
    idOf: (use: ImageUse) => captionId('INLINE', use),
    rows: uses.map(({ role, use }, position) => ({
      id: captionId(role, use),
      revisionId,
      imageId: known.image(use.image),
      role,
      position,
      text: use.text ?? null,
      altText: use.altText ?? null,
      credit: use.credit ?? null,
    })),
  }
}

function stored(block: WrittenBlock, captionOf: (use: ImageUse) => string): Block {
  if (block.type === 'picture') return { type: 'image', captionId: captionOf(block.use) }
  return block.type === 'list' ? { ...block, items: block.items.map((html) => ({ html, level: 1 })) } : block
}
