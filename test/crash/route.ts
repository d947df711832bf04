export interface Thing {
  id: string
  version: number
}

/** What one writer works on. */
export interface DeskClient {
  article: Thing | null
  /** The topic that others are merged into */
  base: Thing | null
  /** The newest of those others */
  topic: Thing | null
  /** The newest image */
  image: Thing | null
  /** The ids of the article's captions, in order */
  captions: readonly string[]
  step: number
}

interface Step {
  mutation: string
  input: Record<string, unknown>
}

const topicsOf = ({ topic }: DeskClient) => [{ slug: 'egypt' }, ...(topic ? [{ topicId: topic.id }] : [])]

const ofCaption = ({ article, captions }: DeskClient, place: number) => ({
  id: captions[place],
  version: article?.version,
})
const ofArticle = ({ article }: DeskClient) => ({ articleId: article?.id, version: article?.version })

/** Two images come in: one is captioned twice, shown, withheld and taken out again, the other goes at once. */
const IMAGES: readonly ((key: string, desk: DeskClient) => Step)[] = [
  (key) => ({ mutation: 'uploadImage', input: { altText: key } }),
  (key, desk) => ({
    mutation: 'addCaption',
    input: { ...ofArticle(desk), imageId: desk.image?.id, role: 'LEAD', note: key },
  }),
  (key, desk) => ({
    mutation: 'addCaption',
    input: { ...ofArticle(desk), imageId: desk.image?.id, position: 0, note: key },
  }),
  (key, desk) => ({ mutation: 'updateCaption', input: { ...ofCaption(desk, 0), text: key, note: key } }),
  (key, desk) => ({
    mutation: 'reorderCaptions',
    input: { ...ofArticle(desk), captionIds: desk.captions.toReversed(), note: key },
  }),
  (key, { image }) => ({
    mutation: 'updateImage',
    input: { ...image, description: key, focalPoint: { x: 0.5, y: 0 } },
  }),
  (key, { captions }) => ({
    mutation: 'updateArticle',
    input: { body: [{ paragraph: { html: key } }, { image: { captionKey: captions[1] } }], note: key },
  }),
  (key) => ({ mutation: 'publishArticle', input: { note: key } }),
  (key, { image }) => ({ mutation: 'updateImage', input: { ...image, withheld: true, withheldReason: key } }),
  (key, { image }) => ({
    mutation: 'updateImage',
    input: { ...image, withheld: false, description: key, rightsExpireAt: '2099-01-01T00:00:00Z' },
  }),
  (key, desk) => ({ mutation: 'removeCaption', input: { ...ofCaption(desk, 1), removeBlocks: true, note: key } }),
  (key, desk) => ({ mutation: 'removeCaption', input: { ...ofCaption(desk, 0), note: key } }),
  (key) => ({ mutation: 'uploadImage', input: { altText: key } }),
  (_key, { image }) => ({ mutation: 'deleteImage', input: { ...image } }),
]

/** What a writer does over and over, with its article unless the input names something else. Each call carries its key somewhere. */
const ROUTE: readonly ((key: string, desk: DeskClient) => Step)[] = [
  (key) => ({ mutation: 'createTopic', input: { name: key } }),
  (key, desk) => ({
    mutation: 'updateArticle',
    input: { headline: `Saved ${key}`, topics: topicsOf(desk), note: key },
  }),
  (key) => ({ mutation: 'submitForReview', input: { note: key } }),
  (key) => ({ mutation: 'publishArticle', input: { note: key } }),
  (key) => ({
    mutation: 'updateArticle',
    input: { standfirst: `Saved ${key}`, credits: [{ name: key }], note: key },
  }),
  (_key, { base, topic }) => ({ mutation: 'mergeTopics', input: { fromId: topic?.id, intoId: base?.id } }),
  (key) => ({ mutation: 'publishArticle', input: { note: key } }),
  (key, { base }) => ({ mutation: 'updateTopic', input: { ...base, description: key } }),
  (key) => ({ mutation: 'addCorrection', input: { kind: 'UPDATE', text: key } }),
  (key) => ({ mutation: 'withdrawArticle', input: { reason: key } }),
  (key) => ({ mutation: 'updateArticle', input: { body: [{ paragraph: { html: key } }], note: key } }),
  ...IMAGES,
]

/** Where the images begin: somebody who starts there comes to them before the server is killed. */
export const FIRST_IMAGE = ROUTE.length - IMAGES.length

/** What names another thing than the article, or names it otherwise. */
const OF_OTHERS = /Topics?$|Image$|Captions?$/

export function nextStep(desk: DeskClient, key: string): Step {
  if (!desk.article) return { mutation: 'createArticle', input: { headline: `Made ${key}`, locale: 'en' } }
  if (!desk.base) return { mutation: 'createTopic', input: { name: key } }
  const step = ROUTE[desk.step % ROUTE.length]?.(key, desk)
  if (!step) throw new Error('an empty route')
  desk.step += 1
  return OF_OTHERS.test(step.mutation) ? step : { ...step, input: { ...desk.article, ...step.input } }
}
