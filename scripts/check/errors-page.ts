import { isEnumType } from 'graphql'
import { errorCodes } from '../../src/errors/errors.ts'
import { DETAILS_OF_CODES } from '../../src/mutation/error-details.ts'
import { ownTypes } from './schema.ts'
import { textOf } from './texts.ts'

const PAGE = 'docs/errors.md'

/** Codes that docs/errors.md does not explain exactly once in the section that they belong to, codes that do not exist, and wrong details. */
export async function errorsPageFaults(root: string): Promise<string[]> {
  const page = await textOf(root, PAGE)
  const types = await ownTypes(root)
  const valuesOf = (name: string): string[] => {
    const type = types.find((each) => each.name === name)
    return isEnumType(type) ? type.getValues().map((value) => value.name) : []
  }
  return [
    ...sectionFaults(page, 'Request errors', errorCodes),
    ...sectionFaults(page, 'User errors', valuesOf('UserErrorCode')),
    ...sectionFaults(page, 'Warnings', valuesOf('WarningCode')),
    ...detailsFaults(page),
  ]
}

/** Rows of user errors whose last column does not have the details that the code has. */
function detailsFaults(page: string): string[] {
  const details = new Map<string, readonly string[]>(Object.entries(DETAILS_OF_CODES))
  const section = sectionOf(page, 'User errors') ?? ''
  return [...section.matchAll(/^\| `(\w+)` \|.*\|(.*)\|$/gm)].flatMap(([, code = '', cell = '']) => {
    const listed = [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
    const expected = details.get(code) ?? []
    return listed.join() === expected.join()
      ? []
      : [`${PAGE}: the details of ${code} are: ${expected.join(', ') || 'none'}`]
  })
}

function sectionOf(page: string, title: string): string | undefined {
  return page.split(/^## /m).find((text) => text.startsWith(`${title}\n`))
}

function sectionFaults(page: string, title: string, codes: readonly string[]): string[] {
  const section = sectionOf(page, title)
  if (section === undefined || codes.length === 0) return [`${PAGE}: no section "${title}", or no codes for it`]
  const explained = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, code = '']) => code)
  const times = (code: string): number => explained.filter((each) => each === code).length
  return [
    ...codes.filter((code) => times(code) === 0).map((code) => `${PAGE}: ${code} is missing under "${title}"`),
    ...codes
      .filter((code) => times(code) > 1)
      .map((code) => `${PAGE}: ${code} is under "${title}" ${times(code)} times`),
    ...explained.filter((code) => !codes.includes(code)).map((code) => `${PAGE}: no ${code} exists for "${title}"`),
  ]
}
