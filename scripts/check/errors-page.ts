import { isEnumType } from 'graphql'
import { errorCodes } from '../../src/errors/errors.ts'
import { ownTypes } from './schema.ts'
import { textOf } from './texts.ts'

const PAGE = 'docs/errors.md'

/** Codes that docs/errors.md does not explain exactly once in the section that they belong to, and codes that do not exist. */
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
  ]
}

function sectionFaults(page: string, title: string, codes: readonly string[]): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${title}\n`))
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
