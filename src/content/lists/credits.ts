import * as z from 'zod'
import { asName, asText, asValue, compareFields } from '../../comparison/comparison.ts'
import { CreditRole } from '../../generated/prisma/enums.ts'
import { type ContentList, stored } from './content-list.ts'

const item = z.object({ role: z.enum(CreditRole), authorId: z.string().nullable(), name: z.string() })

/** Who made the article, as printed. The author is null for names that have no page. */
export type CreditContent = Readonly<z.output<typeof item>>

/** The same person may be credited in several roles. */
export const CREDITS: ContentList<CreditContent> = {
  table: 'credit',
  item,
  fields: {
    role: stored('role', 'credit_role'),
    authorId: stored('author_id', 'uuid'),
    name: stored('name', 'text'),
  },
  comparison: {
    identity: {
      keys: [
        ({ role, authorId, name }) => JSON.stringify([role, authorId, name]),
        ({ role, authorId }) => authorId && `${role} ${authorId}`,
        ({ authorId }) => authorId,
        ({ role, name }) => `${role} ${name}`,
        ({ name }) => name,
      ],
      // A name that was misspelt; another author is another credit.
      replaces: (was, is) => was.role === is.role && was.authorId === null && is.authorId === null,
    },
    text: ({ name }) => name,
    about: ({ authorId }) => ({ subject: authorId === null ? null : { type: 'Author', id: authorId } }),
    inside: (was, is, place) =>
      compareFields<CreditContent>({ role: asValue, authorId: asName('Author'), name: asText }, was, is, place),
  },
}
