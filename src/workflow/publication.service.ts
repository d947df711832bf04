import { NOTE } from '../contract/limits.ts'
import type { PublishArticleInput, WithdrawArticleInput } from '../generated/graphql.ts'
import { publish, withdraw } from '../lifecycle/going-live.write.ts'
import { UNSCHEDULED } from '../lifecycle/settings.ts'
import { date } from '../mutation/date.ts'
import { asSent, type InputsOf } from '../mutation/input.ts'
import type { MutationContext } from '../mutation/mutate.ts'
import { requiredText } from '../mutation/plain-text.ts'
import { checkImages, warningsOf } from '../publishability/image-rights.rules.ts'
import { checkPublishable } from '../publishability/publishable.rules.ts'
import { imagesOf } from '../publishability/shown-images.load.ts'
import { checkWithdrawal, withdrawalFrom } from './schedule.rules.ts'
import { type ArticlePayload, carryOut, type TransitionInput } from './transition.service.ts'

const PUBLICATION = { unpublishAt: date, redate: asSent } satisfies InputsOf<PublishArticleInput, TransitionInput>

const WITHDRAWAL = { reason: requiredText(NOTE) } satisfies InputsOf<WithdrawArticleInput, TransitionInput>

export function publishArticle(desk: MutationContext, input: PublishArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'PUBLISH', { input, reads: PUBLICATION }, async (article, times, { faults, tx }) => {
    checkWithdrawal(article, times, faults)
    checkPublishable(article.content, faults)
    const images = await imagesOf(tx, article.latestRevisionId)
    checkImages(images, article, faults)
    const unpublishAt = withdrawalFrom(article, times)
    return {
      write: (tx, by) => publish(tx, article, { redate: times.redate ?? false, unpublishAt }, by),
      leaves: { ...UNSCHEDULED, unpublishAt },
      warnings: warningsOf(images),
    }
  })
}

export function withdrawArticle(desk: MutationContext, input: WithdrawArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'WITHDRAW', { input, reads: WITHDRAWAL }, (article, { reason }) => ({
    note: reason,
    write: (tx, by) => withdraw(tx, article, by),
    leaves: UNSCHEDULED,
  }))
}
