interface Thing {
  id: string
  version: number
}

/** What one writer works on. */
export interface Desk {
  article: Thing | null
  /** The topic that others are merged into */
  base: Thing | null
  /** The newest of those others */
  topic: Thing | null
  step: number
}

interface Step {
  mutation: string
  input: Record<string, unknown>
}

const topicsOf = ({ topic }: Desk) => [{ slug: 'egypt' }, ...(topic ? [{ topicId: topic.id }] : [])]

/** What a writer does over and over, with its article unless the input names something else. Each call carries its key somewhere. */
const ROUTE: readonly ((key: string, desk: Desk) => Step)[] = [
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
]

const OF_TOPICS = ['createTopic', 'updateTopic', 'mergeTopics']

export function nextStep(desk: Desk, key: string): Step {
  if (!desk.article) return { mutation: 'createArticle', input: { headline: `Made ${key}`, locale: 'en' } }
  if (!desk.base) return { mutation: 'createTopic', input: { name: key } }
  const step = ROUTE[desk.step % ROUTE.length]?.(key, desk)
  if (!step) throw new Error('an empty route')
  desk.step += 1
  return OF_TOPICS.includes(step.mutation) ? step : { ...step, input: { ...desk.article, ...step.input } }
}
