import { randomUUID } from 'node:crypto'
import { HIDDEN_WORDS } from '../../prisma/seed/hidden-words.ts'
import type { Database } from '../../src/database/database.ts'
import { newAccessToken, traceOf } from '../../src/identity/access-token.ts'
import { givenIn } from '../helpers/given.ts'

const WORD = 'only-the-desk-knows'

/** Puts words where no reader may see them, in addition to those of the sample newsroom. @returns all of them */
export async function plantSecrets(database: Database): Promise<string[]> {
  const given = givenIn(database)
  const token = newAccessToken()
  await database.prisma.user.create({
    data: {
      id: randomUUID(),
      name: `${WORD}person`,
      email: `${WORD}@daily.example`,
      role: 'ADMIN',
      tokens: { create: { name: `${WORD}token`, role: 'ADMIN', ...traceOf(token) } },
    },
  })
  const image = await given.image({ description: `${WORD}image`, altText: `${WORD}image` })
  for (const status of ['DRAFT', 'SCHEDULED', 'WITHDRAWN', 'TRASHED'] as const) {
    await given.article({
      status,
      headline: `${WORD} ${status}`,
      standfirst: WORD,
      kicker: WORD,
      dateline: WORD,
      seoTitle: WORD,
      metaDescription: WORD,
      socialTitle: WORD,
      socialDescription: WORD,
      body: [`${WORD} in the text`],
      credits: [{ name: WORD }],
      captions: [{ image, role: 'LEAD', text: WORD }],
    })
  }
  return [WORD, token, ...HIDDEN_WORDS]
}
