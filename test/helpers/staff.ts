import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/database/database.ts'
import { newAccessToken, traceOf } from '../../src/identity/access-token.ts'
import type { Role } from '../../src/viewer/viewer.ts'

/** What the addresses of the tests' desk end in, and what their tokens are called. */
export const STAFF_DOMAIN = '@staff.example'
export const STAFF_TOKEN = 'tests'

/** One of the tests' desk: `id` as the API names it, `uuid` as the tables do. */
export interface StaffMember {
  id: string
  uuid: string
  name: string
  email: string
  role: Role
  /** Good for all that the role may do */
  token: string
}

/** The tests' desk: for each role and name one user with a token, made when first asked for. */
export function staffOf({ prisma }: Database) {
  const members = new Map<string, Promise<StaffMember>>()

  async function hire(role: Role, name: string): Promise<StaffMember> {
    const uuid = randomUUID()
    const email = `${uuid}${STAFF_DOMAIN}`
    const token = newAccessToken()
    await prisma.user.create({
      data: { id: uuid, name, email, role, tokens: { create: { name: STAFF_TOKEN, role, ...traceOf(token) } } },
    })
    return { id: `user_${uuid}`, uuid, name, email, role, token }
  }

  return (role: Role, name = `The tests' ${role.toLowerCase()}`): Promise<StaffMember> => {
    const key = `${role} ${name}`
    const member = members.get(key) ?? hire(role, name)
    // A test that needs the member awaits it and gets the error; another one may end before that.
    member.catch(() => undefined)
    members.set(key, member)
    return member
  }
}
