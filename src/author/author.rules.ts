import type { AuthorLinkInput, UpdateAuthorInput } from '../generated/graphql.ts'
import { parseSlug } from '../mutation/chosen-slug.ts'
import type { Faults } from '../mutation/faults.ts'
import { parseRequiredText, parseText } from '../mutation/plain-text.ts'
import { parseReference, type Reference } from '../reference/reference.ts'

const NAME = { most: 200 }
const JOB_TITLE = { most: 200 }
const BIO = { most: 5000, lines: true }
const LABEL = { most: 100 }
const MOST_IN_URL = 2000
const MOST_LINKS = 20

export interface AuthorLink {
  readonly label: string
  readonly url: string
}

/** What an input says of an author; what it leaves out is absent. Values are clean once the faults are none. */
export interface AuthorChange {
  readonly name?: string
  readonly slug?: string
  readonly jobTitle?: string | null
  readonly bio?: string | null
  readonly image?: Reference | null
  readonly user?: Reference | null
  readonly links?: readonly AuthorLink[]
}

type AuthorInput = Omit<UpdateAuthorInput, 'id' | 'version'>

/** What the input alone can tell. Whether what it names is there, and its slug is free, is for the database to say. */
export function parseAuthor(input: AuthorInput, faults: Faults): AuthorChange {
  const { name, slug, jobTitle, bio, imageId, userId, links } = input
  return {
    ...(name !== undefined && { name: parseRequiredText(name, ['input', 'name'], NAME, faults) }),
    ...(slug !== undefined && { slug: parseSlug(slug ?? '', ['input', 'slug'], faults) }),
    ...(jobTitle !== undefined && { jobTitle: parseText(jobTitle, ['input', 'jobTitle'], JOB_TITLE, faults) }),
    ...(bio !== undefined && { bio: parseText(bio, ['input', 'bio'], BIO, faults) }),
    ...(imageId !== undefined && {
      image: imageId === null ? null : parseReference(imageId, 'Image', ['input', 'imageId'], faults),
    }),
    ...(userId !== undefined && {
      user: userId === null ? null : parseReference(userId, 'User', ['input', 'userId'], faults),
    }),
    ...(links !== undefined && { links: parseLinks(links ?? [], faults) }),
  }
}

function parseLinks(links: readonly AuthorLinkInput[], faults: Faults): AuthorLink[] {
  if (links.length > MOST_LINKS) {
    const message = `This list has ${links.length} items. Shorten it to ${MOST_LINKS} at most.`
    faults.add('TOO_LONG', ['input', 'links'], message)
    return []
  }
  return links.map(({ label, url }, index) => ({
    label: parseRequiredText(label, ['input', 'links', index, 'label'], LABEL, faults),
    url: parseUrl(url, index, faults),
  }))
}

/** Other schemes do something when they are followed, as javascript: does. */
function parseUrl({ protocol, href }: URL, index: number, faults: Faults): string {
  const path = ['input', 'links', index, 'url']
  if (protocol !== 'https:' && protocol !== 'http:') {
    faults.add('INVALID', path, 'A link begins with https:// or http://. Give the whole address of a page.')
  } else if (href.length > MOST_IN_URL) {
    faults.add('TOO_LONG', path, `This has ${href.length} characters. Shorten it to ${MOST_IN_URL} at most.`)
  }
  return href
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
