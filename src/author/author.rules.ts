import { AUTHOR, AUTHOR_LINK } from '../contract/limits.ts'
import type {
  AuthorLinkInput,
  AuthorTranslationInput,
  CreateAuthorInput,
  UpdateAuthorInput,
} from '../generated/graphql.ts'
import type { SlugScript } from '../lib/text/slug.ts'
import { chosenSlug } from '../mutation/chosen-slug.ts'
import type { Faults } from '../mutation/faults.ts'
import { type InputsOf, listOf, type Reader, type RowInput, readInput } from '../mutation/input.ts'
import { requiredText, text } from '../mutation/plain-text.ts'
import { type Linked, parseLink } from '../mutation/web-address.ts'
import { type Reference, reference } from '../reference/reference.ts'
import {
  type SentTranslation,
  slugIfChosen,
  type Translation,
  translatedLocale,
} from '../versioned-row/translation.rules.ts'

interface TranslatedTexts {
  readonly jobTitle: string | null
  readonly bio: string | null
}

export type AuthorTranslation = Translation<TranslatedTexts>

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
  readonly translations?: readonly SentTranslation<TranslatedTexts>[]
}

const LINKED: Linked = {
  schemes: ['https:', 'http:', 'mailto:'],
  refuse(path, faults) {
    const message =
      'A link must begin with https://, http:// or mailto:. Send the full address of a page, or an e-mail address.'
    faults.add('INVALID', path, message)
  },
}

const linkAddress: Reader<string, string> = (sent, path, faults) =>
  parseLink(sent, path, AUTHOR_LINK.url, LINKED, faults)

const LINK = {
  label: requiredText(AUTHOR_LINK.label),
  url: linkAddress,
} satisfies InputsOf<AuthorLinkInput>

const link: Reader<AuthorLinkInput, AuthorLink> = (sent, path, faults) => readInput(sent, LINK, faults, path)

function translation(script: SlugScript): Reader<AuthorTranslationInput, SentTranslation<TranslatedTexts>> {
  const reads = {
    locale: translatedLocale,
    name: requiredText(AUTHOR.name),
    slug: slugIfChosen(script),
    jobTitle: text(AUTHOR.jobTitle),
    bio: text(AUTHOR.bio),
  } satisfies InputsOf<AuthorTranslationInput>
  return (sent, path, faults) => {
    const { locale, name, slug, jobTitle = null, bio = null } = readInput(sent, reads, faults, path)
    return { locale, name, slug, jobTitle, bio }
  }
}

const page = (script: SlugScript) =>
  ({
    name: requiredText(AUTHOR.name),
    slug: chosenSlug(script),
    jobTitle: text(AUTHOR.jobTitle),
    bio: text(AUTHOR.bio),
    imageId: reference('Image'),
    userId: reference('User'),
    links: listOf(AUTHOR.links, link),
    translations: listOf(AUTHOR.translations, translation(script)),
  }) satisfies InputsOf<CreateAuthorInput> & InputsOf<UpdateAuthorInput, RowInput>

/** What can be checked without the database. Whether the objects that it refers to exist, and its slug is free, only the database knows. */
export function parseAuthor(
  input: Omit<UpdateAuthorInput, keyof RowInput>,
  script: SlugScript,
  faults: Faults,
): AuthorChange {
  const { imageId, userId, ...said } = readInput(input, page(script), faults)
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
  readonly translations: readonly AuthorTranslation[]
}

/** What is said of an author after a change. @param change with its slugs */
export function merged(
  state: AuthorState,
  { image, user, ...texts }: Omit<AuthorChange, 'translations'> & Partial<Pick<AuthorState, 'translations'>>,
): AuthorState {
  return {
    ...state,
    ...texts,
    ...(image !== undefined && { imageId: image?.id ?? null }),
    ...(user !== undefined && { userId: user?.id ?? null }),
  }
}
