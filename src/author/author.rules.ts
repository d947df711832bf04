import { AUTHOR, AUTHOR_LINK } from '../contract/limits.ts'
import type { AuthorLinkInput, CreateAuthorInput, UpdateAuthorInput } from '../generated/graphql.ts'
import { chosenSlug } from '../mutation/chosen-slug.ts'
import { tooManyCharacters } from '../mutation/common-errors.ts'
import type { Faults } from '../mutation/faults.ts'
import { type InputsOf, listOf, type Reader, type RowInput, readInput } from '../mutation/input.ts'
import { requiredText, text } from '../mutation/plain-text.ts'
import { parseAddress } from '../mutation/web-address.ts'
import { type Reference, reference } from '../reference/reference.ts'

export interface AuthorLink {
  readonly label: string
  readonly url: string
}

/** The values of an author in an input; omitted ones are absent. They are valid if there are no faults. */
export interface AuthorChange {
  readonly name?: string
  readonly slug?: string
  readonly jobTitle?: string | null
  readonly bio?: string | null
  readonly image?: Reference | null
  readonly user?: Reference | null
  readonly links?: readonly AuthorLink[]
}

/** Other schemes do something when they are followed, as javascript: does. */
const LINKED = ['https:', 'http:', 'mailto:']

const linkAddress: Reader<string, string> = (sent, path, faults) => {
  const address = parseAddress(sent, path, faults)
  if (address === null) return sent
  const { protocol, href } = address
  const { most } = AUTHOR_LINK.url
  if (!LINKED.includes(protocol)) {
    const message =
      'A link must begin with https://, http:// or mailto:. Send the full address of a page, or an e-mail address.'
    faults.add('INVALID', path, message)
  } else if (href.length > most) {
    faults.take(tooManyCharacters(path, { actual: href.length, limit: most }))
  }
  return href
}

const LINK = {
  label: requiredText(AUTHOR_LINK.label),
  url: linkAddress,
} satisfies InputsOf<AuthorLinkInput>

const link: Reader<AuthorLinkInput, AuthorLink> = (sent, path, faults) => readInput(sent, LINK, faults, path)

const PAGE = {
  name: requiredText(AUTHOR.name),
  slug: chosenSlug,
  jobTitle: text(AUTHOR.jobTitle),
  bio: text(AUTHOR.bio),
  imageId: reference('Image'),
  userId: reference('User'),
  links: listOf(AUTHOR.links, link),
} satisfies InputsOf<CreateAuthorInput> & InputsOf<UpdateAuthorInput, RowInput>

/** What can be checked without the database. Whether the objects that it refers to exist, and its slug is free, only the database knows. */
export function parseAuthor(input: Omit<UpdateAuthorInput, keyof RowInput>, faults: Faults): AuthorChange {
  const { imageId, userId, ...said } = readInput(input, PAGE, faults)
  return { ...said, ...(imageId !== undefined && { image: imageId }), ...(userId !== undefined && { user: userId }) }
}

/** All that is said of an author. */
export interface AuthorState {
  readonly name: string
  readonly slug: string
  readonly jobTitle: string | null
  readonly bio: string | null
  readonly imageId: string | null
  readonly userId: string | null
  readonly links: readonly AuthorLink[]
}

/** What is said of an author after a change. */
export function merged(state: AuthorState, { image, user, ...texts }: AuthorChange): AuthorState {
  return {
    ...state,
    ...texts,
    ...(image !== undefined && { imageId: image?.id ?? null }),
    ...(user !== undefined && { userId: user?.id ?? null }),
  }
}
