import type { Tx } from '../database/database.ts'
import { page } from '../versioned-row/page.write.ts'
import { replaceTranslations } from '../versioned-row/translation.write.ts'
import { findAuthor } from './author.load.ts'
import type { AuthorState } from './author.rules.ts'

export const AUTHOR = page<AuthorState>({
  type: 'Author',
  find: findAuthor,
  blank: { name: '', slug: '', jobTitle: null, bio: null, imageId: null, userId: null, links: [], translations: [] },
  parts: {
    name: { column: 'name' },
    slug: { column: 'slug' },
    jobTitle: { column: 'job_title' },
    bio: { column: 'bio' },
    imageId: { column: 'image_id', field: 'image', refersTo: 'Image' },
    links: { replaceRows: replaceLinks },
    translations: { replaceRows: (tx, id, { translations }) => replaceTranslations(tx, 'Author', id, translations) },
    userId: { column: 'user_id', field: 'user', refersTo: 'User' },
  },
})

/** The author's pages elsewhere are these, in this order, and no others. */
async function replaceLinks(tx: Tx, authorId: string, { links }: AuthorState): Promise<void> {
  await tx.authorLink.deleteMany({ where: { authorId } })
  await tx.authorLink.createMany({
    data: links.map(({ label, url }, position) => ({ authorId, label, url, position })),
  })
}
