import type { SetPublishedAtInput } from '../generated/graphql.ts'
import type { LoadedArticle } from '../lifecycle/article.load.ts'
import { date } from '../mutation/date.ts'
import type { InputsOf } from '../mutation/input.ts'
import type { MutationContext } from '../mutation/mutate.ts'
import { checkNewDate } from './publication-date.rules.ts'
import { type ArticlePayload, type Change, carryOut, type TransitionInput } from './transition.service.ts'

const READS = { publishedAt: date } satisfies InputsOf<SetPublishedAtInput, TransitionInput>

/** Readers of a live article see the date at once: no revision has it. */
export function setPublishedAt(desk: MutationContext, input: SetPublishedAtInput): Promise<ArticlePayload> {
  return carryOut(desk, 'SET_PUBLISHED_AT', { input, reads: READS }, (article, { publishedAt }, { faults }) => {
    checkNewDate(article, publishedAt, faults)
    const next = publishedAt ?? null
    return { entry: 'PUBLISHED_AT_SET', about: null, ...(isOther(article, next) ? redated(article, next) : {}) }
  })
}

const isOther = ({ publishedAt }: LoadedArticle, next: Date | null) => publishedAt?.getTime() !== next?.getTime()

function redated({ liveRevisionId, now }: LoadedArticle, publishedAt: Date | null): Pick<Change, 'set' | 'event'> {
  if (liveRevisionId === null) return { set: { publishedAt } }
  return {
    set: { publishedAt, liveUpdatedAt: now },
    event: { type: 'article.updated', payload: { changedFields: ['publishedAt'] } },
  }
}
