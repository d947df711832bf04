import { setTimeout as wait } from 'node:timers/promises'
import { ask, isCarriedOut, type Response } from '../faults/clients.ts'

const CREATE = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) { article { id slug version } userErrors { message } } }`
const SAVE = `mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) { article { id slug version } userErrors { message } } }`
const PUBLISH = `mutation ($input: PublishArticleInput!) { publishArticle(input: $input) { article { id slug version } userErrors { message } } }`
const READ = 'query Fresh($slug: String!) { article(slug: $slug) { headline } }'

type Seen = Pick<Response, 'status' | 'answer'>

const NO_ANSWER: Seen = { status: null, answer: {} }

interface Article {
  readonly id: string
  readonly slug: string
  readonly version: number
}

export interface Publications {
  /** Headlines, in their order */
  readonly published: string[]
  /** Reads that began after a publication was acknowledged, and had what was before */
  stale: number
  readonly wrong: string[]
}

/** Publishes an article again and again with another headline, and reads it as a reader does, until `isOver`. */
export async function publisher(url: () => string, isOver: () => boolean): Promise<Publications> {
  const found: Publications = { published: [], stale: 0, wrong: [] }
  let article: Article | null = null
  let round = 0

  /** Until it is answered, with the same key */
  async function call(document: string, field: string, input: object): Promise<Article | null> {
    const body = { query: document, variables: { input: { ...input, idempotencyKey: crypto.randomUUID() } } }
    for (;;) {
      const { status, answer }: Seen = await ask(url(), body, 'dev-editor').catch(() => NO_ANSWER)
      const payload: { article?: Article | null; userErrors?: { message: string }[] } = Object(
        Object(answer.data)[field],
      )
      if (status === 200 && payload.article) return payload.article
      const refused = payload.userErrors?.map(({ message }) => message).join()
      if (refused) {
        found.wrong.push(`${field}: ${refused}`)
        return null
      }
      if (status === 200 && !isCarriedOut(answer)) found.wrong.push(`${field}: ${JSON.stringify(answer)}`)
      await wait(100)
    }
  }

  async function readAgain(slug: string, headline: string): Promise<void> {
    for (let reads = 0; reads < 5; reads += 1) {
      const { status, answer }: Seen = await ask(url(), { query: READ, variables: { slug } }).catch(() => ({
        status: null,
        answer: {},
      }))
      const seen: { headline?: string } = Object(answer.data?.article)
      if (status === 200 && seen.headline !== headline) found.stale += 1
      await wait(100)
    }
  }

  while (!isOver()) {
    round += 1
    const headline = `Round ${round}`
    const topics = [{ slug: 'egypt' }]
    const input = { headline, topics, body: [{ paragraph: { html: 'Text' } }] }
    article = article
      ? await call(SAVE, 'updateArticle', { id: article.id, version: article.version, ...input })
      : await call(CREATE, 'createArticle', { locale: 'en', slug: 'soaked', ...input })
    article = article && (await call(PUBLISH, 'publishArticle', { id: article.id, version: article.version }))
    if (!article) continue
    found.published.push(headline)
    await readAgain(article.slug, headline)
    await wait(500)
  }
  return found
}
