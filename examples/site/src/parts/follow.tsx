import type { TopicFeedsFragment } from '../generated/graphql.ts'
import { FEED_NAMES, wordsOf } from '../words.ts'
import { FollowByMail } from './follow-by-mail.tsx'

export type Followed = Pick<TopicFeedsFragment, 'id' | 'name' | 'feeds'>

export interface FollowProps {
  /** Topics and authors by the names that they have in `FollowTopicsInput` */
  readonly kind: 'topicIds' | 'authorIds'
  readonly followed: readonly Followed[]
  readonly locale: string
}

/** Topics and authors can be followed by their feeds, and by e-mail. */
export function Follow({ kind, followed, locale }: FollowProps) {
  const words = wordsOf(locale)
  if (followed.length === 0) return null
  return (
    <section className="box" aria-labelledby="follow">
      <h2 id="follow">{words.follow}</h2>
      <FollowByMail kind={kind} followed={followed} locale={locale} />
      <p>{words.followByFeed}</p>
      <ul className="follow">
        {followed
          .filter(({ feeds }) => feeds.length > 0)
          .map(({ id, name, feeds }) => (
            <li key={id}>
              <span dir="auto">{name}</span>
              {feeds.map(({ format, url, title }) => (
                <a key={format} href={url} lang="en" dir="ltr">
                  {FEED_NAMES[format]}
                  <span className="hidden">: {title}</span>
                </a>
              ))}
            </li>
          ))}
      </ul>
    </section>
  )
}
