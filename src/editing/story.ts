import type { MetadataInput } from '../content/input/article-input.ts'
import type { References, Story } from '../content/input/references.ts'
import { languageTaken } from '../lifecycle/article-errors.ts'
import type { Faults } from '../mutation/faults.ts'
import type { Path } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'

interface Placed {
  readonly locale: string
  readonly translationGroupId: string | null
}

const PATH: Path = ['input', 'translationOf']

/** The group of the story that the article belongs to; null: one of its own, to be made. */
export function parseStory(
  { translationOf, locale }: Pick<MetadataInput, 'translationOf' | 'locale'>,
  article: Placed,
  articleId: string | null,
  { story }: References,
  faults: Faults,
): string | null {
  const others = story?.articles.filter(({ id }) => id !== articleId) ?? []
  if (translationOf === null) return others.length > 0 ? null : article.translationGroupId
  if (translationOf === undefined) {
    if (locale !== undefined) refuseSecond(others, article, ['input', 'locale'], faults)
    return article.translationGroupId
  }
  return joinedStory(uuidOf('Article', translationOf), { story, others }, article, articleId, faults)
}

function joinedStory(
  original: string | null,
  { story, others }: { story: Story | null; others: Story['articles'] },
  article: Placed,
  articleId: string | null,
  faults: Faults,
): string | null {
  const same = others.find(({ id, locale }) => id === original && locale === article.locale)
  if (original === null || story === null) faults.add('NOT_FOUND', PATH, 'There is no such article.')
  else if (original === articleId)
    faults.add('INVALID', PATH, 'An article cannot be a translation of itself. Send another id.')
  else if (same) {
    faults.add('INVALID', PATH, 'That article is in the same language. A translation must be in another language.')
  } else refuseSecond(others, article, PATH, faults)
  return story?.groupId ?? null
}

/** A story has one article in each language: readers choose only by language. */
function refuseSecond(others: Story['articles'], { locale }: Placed, path: Path, faults: Faults): void {
  const other = others.find((each) => each.locale === locale)
  if (other) faults.take(languageTaken(path, locale, other))
}
