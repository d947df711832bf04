import type { ReactNode } from 'react'
import type { ArticlePageFragment } from '../generated/graphql.ts'

/** The byline as it is printed, with links where its names have pages. */
export function Byline({ byline, credits }: Pick<ArticlePageFragment, 'byline' | 'credits'>) {
  if (!byline) return null
  const parts: ReactNode[] = []
  let rest = byline
  for (const { name, author } of credits) {
    const at = rest.indexOf(name)
    if (at < 0 || !author) continue
    parts.push(
      rest.slice(0, at),
      <a key={author.id} href={author.path} rel="author">
        {name}
      </a>,
    )
    rest = rest.slice(at + name.length)
  }
  return (
    <p className="byline">
      {parts}
      {rest}
    </p>
  )
}
