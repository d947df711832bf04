import * as z from 'zod'

/** Credits of an article as the documents of syndication/ select them. */
export const credits = z.array(
  z.object({ role: z.string(), name: z.string(), author: z.object({ url: z.string() }).nullable() }),
)

type Credits = z.output<typeof credits>

/** Who is named as the author: the writers, or everybody who is credited if there is no writer. */
export function authorsAmong(credited: Credits): Credits {
  const writers = credited.filter(({ role }) => role === 'WRITER')
  return writers.length > 0 ? writers : credited
}
