import type { PublishArticleInput, WithdrawArticleInput } from '../generated/graphql.ts'
import { publish, withdraw } from '../lifecycle/going-live.write.ts'
import { UNSCHEDULED } from '../lifecycle/settings.ts'
import type { Desk } from '../mutation/mutate.ts'
import { parseRequiredText } from '../mutation/plain-text.ts'
import { checkPictures, warningsOf } from './image-rights.rules.ts'
import { checkWithdrawal, parseTimes, withdrawalFrom } from './schedule.rules.ts'
import { picturesOf } from './shown-images.load.ts'
import { type ArticlePayload, carryOut, NOTE, type WarningPayload, withWarnings } from './transition.service.ts'

export function publishArticle(desk: Desk, input: PublishArticleInput): Promise<WarningPayload> {
  const payload = carryOut(desk, 'PUBLISH', input, async (article, faults, tx) => {
    const times = parseTimes(input, faults)
    checkWithdrawal(article, times, faults)
    const pictures = await picturesOf(tx, article.latestRevisionId)
    checkPictures(pictures, article, faults)
    const unpublishAt = withdrawalFrom(article, times)
    return {
      write: (tx, by) => publish(tx, article, unpublishAt, by),
      leaves: { ...UNSCHEDULED, unpublishAt },
      warnings: warningsOf(pictures),
    }
  })
  return withWarnings(payload)
}

export function withdrawArticle(desk: Desk, input: WithdrawArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'WITHDRAW', input, (article, faults) => {
    const reason = parseRequiredText(input.reason, ['input', 'reason'], NOTE, faults)
    return { note: reason, write: (tx, by) => withdraw(tx, article, by), leaves: UNSCHEDULED }
  })
}
