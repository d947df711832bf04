import type { Columns } from '../database/columns.ts'
import type { Tx } from '../database/database.ts'
import { page } from '../versioned-row/page.write.ts'
import { findAuthor } from './author.load.ts'
import { type AuthorLink, type AuthorState, changedFields } from './author.rules.ts'

export const AUTHOR = page<AuthorState>({
  type: 'Author',
  find: findAuthor,
  blank: { name: '', slug: '', jobTitle: null, bio: null, imageId: null, userId: null, links: [] },
  columnsOf: ({ slug, name, jobTitle, bio, imageId, userId }) =>
    ({ slug, name, job_title: jobTitle, bio, image_id: imageId, user_id: userId }) satisfies Columns<'author'>,
  changedFields,
  async writeLists(tx, id, { links }, changed) {
    if (changed.includes('links')) await replaceLinks(tx, id, links)
  },
})

/** The author's pages elsewhere are these, in this order, and no others. */
async function replaceLinks(tx: Tx, authorId: string, links: readonly AuthorLink[]): Promise<void> {
  await tx.authorLink.deleteMany({ where: { authorId } })
  await tx.authorLink.createMany({
    data: links.map(({ label, url }, position) => ({ authorId, label, url, position })),
  })
}
