import { readFile } from 'node:fs/promises'
import { buildSchema, isEnumType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { authorize, can, permissionsOf, type Role, roles } from '../../src/viewer/viewer.ts'

const named = (role: Role) => ({ id: '7', name: 'Somebody', email: null, role })

/** What `work` throws: its code and its message. */
function refusalOf(work: () => void): unknown {
  try {
    work()
  } catch (error) {
    return error instanceof Error && 'extensions' in error
      ? { message: error.message, ...Object(error.extensions) }
      : error
  }
  return null
}

describe('the table of permissions', () => {
  it('gives each role what the one before it has, and more', () => {
    const [reporter = [], editor = [], admin = []] = roles.map(permissionsOf)

    expect(editor.slice(0, reporter.length)).toEqual(reporter)
    expect(admin.slice(0, editor.length)).toEqual(editor)
    expect(new Set([reporter.length, editor.length, admin.length]).size).toBe(3)
  })

  it('names the permissions that the schema names', async () => {
    const type = buildSchema(await readFile('schema.graphql', 'utf8')).getType('Permission')
    const inSchema = isEnumType(type) ? type.getValues().map(({ name }) => name) : []

    expect(inSchema.toSorted()).toEqual([...permissionsOf('ADMIN')].toSorted())
  })

  it('is what docs/authentication.md says', async () => {
    const text = await readFile('docs/authentication.md', 'utf8')
    const rows = text.matchAll(/^\| ([A-Z_]+) \| (yes)? ?\| (yes)? ?\| (yes)? ?\|$/gm)
    const documented = [...rows].map(([, permission, ...marks]) => ({
      permission,
      marks: marks.map((mark) => mark === 'yes'),
    }))

    expect(documented).toEqual(
      permissionsOf('ADMIN').map((permission) => ({
        permission,
        marks: roles.map((role) => can(named(role), permission)),
      })),
    )
  })
})

describe('authorize', () => {
  it('lets those through who may', () => {
    expect(refusalOf(() => authorize(named('EDITOR'), 'PUBLISH_ARTICLES'))).toBeNull()
  })

  it('asks readers for a token, and tells others which permission they lack', () => {
    expect(refusalOf(() => authorize(null, 'PUBLISH_ARTICLES'))).toEqual({
      code: 'UNAUTHENTICATED',
      message: 'This needs the permission PUBLISH_ARTICLES. Sign in: send an access token in the Authorization header.',
    })
    expect(refusalOf(() => authorize(named('REPORTER'), 'PUBLISH_ARTICLES'))).toEqual({
      code: 'FORBIDDEN',
      message: 'This needs the permission PUBLISH_ARTICLES, which the role REPORTER does not have.',
    })
  })
})
