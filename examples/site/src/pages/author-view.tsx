import type { AuthorPageFragment } from '../generated/graphql.ts'
import { Card } from '../parts/card.tsx'
import { Follow } from '../parts/follow.tsx'
import { Pager } from '../parts/pager.tsx'

interface AuthorProps {
  author: AuthorPageFragment
  isFirst: boolean
  locale: string
  more: (cursor: string | null) => Promise<unknown>
}

const PORTRAIT = 96

export function AuthorView({ author, isFirst, locale, more }: AuthorProps) {
  const { name, jobTitle, bio, image, links, articles, path } = author
  return (
    <>
      <header className="list-head author">
        {image && (
          <picture>
            {image.sources.map(({ type, srcSet }) => (
              <source key={type} type={type} srcSet={srcSet} sizes={`${PORTRAIT}px`} />
            ))}
            <img className="portrait" src={image.url} width={PORTRAIT} height={PORTRAIT} alt={image.altText ?? name} />
          </picture>
        )}
        <div>
          {jobTitle && <p className="kicker">{jobTitle}</p>}
          <h1>{name}</h1>
          {bio && <p className="standfirst">{bio}</p>}
          {links.length > 0 && (
            <ul className="inline">
              {links.map(({ label, url }) => (
                <li key={url}>
                  <a href={url} rel="me noopener">
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </div>
      </header>
      <div className="list">
        {articles.edges.map(({ node }) => (
          <Card key={node.id} article={node} locale={locale} />
        ))}
      </div>
      <Pager
        address={path}
        {...articles.pageInfo}
        isFirst={isFirst}
        locale={locale}
        more={() => more(articles.pageInfo.endCursor)}
      />
      <div className="below">
        <Follow kind="authorIds" followed={[author]} locale={locale} />
      </div>
    </>
  )
}
