import type { Tx } from '../database/database.ts'
import { jobsIn, PUBLISH_QUEUE, WITHDRAW_QUEUE } from '../database/jobs.ts'
import type { LoadedArticle } from '../lifecycle/article.load.ts'
import type { Settings } from '../lifecycle/settings.ts'

interface Plan {
  readonly queue: string
  readonly before: Date | null
  readonly after: Date | null
}

/** What the clock has to do for an article is one job in each queue at most, and the job has the article's id: so none is ever left behind. */
export async function keepJobs(tx: Tx, article: LoadedArticle, settings: Settings): Promise<void> {
  const { scheduledFor = article.scheduledFor, unpublishAt = article.unpublishAt } = settings
  const plans: Plan[] = [
    { queue: PUBLISH_QUEUE, before: article.scheduledFor, after: scheduledFor },
    { queue: WITHDRAW_QUEUE, before: article.unpublishAt, after: unpublishAt },
  ]
  for (const { queue, before, after } of plans) {
    if (before?.getTime() === after?.getTime()) continue
    const jobs = jobsIn(tx)
    await jobs.deleteJob(queue, article.id)
    if (after) await jobs.send(queue, null, { id: article.id, startAfter: after })
  }
}
