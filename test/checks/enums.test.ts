import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { differingEnums, listsByHand } from '../../scripts/check/enums.ts'
import { changedSchema, ownSchema } from './changed-schema.ts'

const prisma = readFileSync('prisma/schema.prisma', 'utf8')

/** schema.graphql with one value more in an enum. */
const withValue = (name: string, value: string) =>
  changedSchema(new RegExp(`^enum ${name} \\{`, 'm'), `enum ${name} {\n  ${value}`)

describe('The check of enums', () => {
  it('finds nothing in schema.graphql and prisma/schema.prisma', () => {
    expect(differingEnums(ownSchema, prisma)).toEqual([])
  })

  it.each(['TopicKind', 'CreditRole', 'CaptionRole', 'CorrectionKind', 'WorkflowState'])(
    'finds a %s that the database does not have',
    (name) => {
      expect(differingEnums(withValue(name, 'NEW'), prisma)).toEqual([
        `${name}.NEW is in the schema, not in prisma/schema.prisma`,
      ])
    },
  )

  it.each(['ShareChannel', 'ArticleAction', 'ImageFormat', 'Permission'])(
    'finds a %s that the code does not have',
    (name) => {
      expect(differingEnums(withValue(name, 'NEW'), prisma)).toEqual([`${name}.NEW is in the schema, not in the code`])
    },
  )

  it('finds a role that is missing in the database and in the code, which call it by two names', () => {
    expect(differingEnums(withValue('Role', 'INTERN'), prisma)).toEqual([
      'Role.INTERN is in the schema, not in prisma/schema.prisma',
      'Role.INTERN is in the schema, not in src/viewer/viewer.ts',
    ])
  })

  it('finds a value of the database that the schema does not have', () => {
    expect(differingEnums(ownSchema, prisma.replace('  ORGANISATION\n', '  ORGANISATION\n  SPECIES\n'))).toEqual([
      'TopicKind.SPECIES is in prisma/schema.prisma, not in the schema',
    ])
  })

  it('asks what has the values of a new enum', () => {
    expect(differingEnums(changedSchema('enum TopicKind {', 'enum Mood { GOOD }\nenum TopicKind {'), prisma)).toEqual([
      'Mood is an enum of the schema alone: say in scripts/check/enums.ts what has its values',
    ])
    expect(differingEnums(ownSchema, `${prisma}\nenum Mood {\n  GOOD\n}\n`)).toEqual([
      'Mood is an enum of the database alone: say in scripts/check/enums.ts why',
    ])
  })

  it('finds a list of values by hand', () => {
    const file = (text: string) => [{ path: 'src/some.ts', text }]

    expect(listsByHand(ownSchema, file("role: z.enum(['LEAD', 'INLINE'])"))).toEqual([
      'src/some.ts lists the values of CaptionRole by hand: take them from src/generated/prisma/enums.ts',
    ])
    expect(listsByHand(ownSchema, file("z.enum(['true', 'false']) z.enum(CaptionRole)"))).toEqual([])
  })
})
