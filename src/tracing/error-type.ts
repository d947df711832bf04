import { propertyOf } from '../lib/property.ts'

const MAX_TYPE = 100

/** What kind of error it is: the code of GraphQL, of PostgreSQL or of the operating system, or the name of its class. */
export function errorTypeOf(error: unknown): string {
  const cause = propertyOf(error, 'cause')
  const found = [
    propertyOf(propertyOf(error, 'extensions'), 'code'),
    // Of Prisma's adapters
    propertyOf(cause, 'originalCode'),
    propertyOf(error, 'code'),
    propertyOf(cause, 'code'),
    propertyOf(error, 'name'),
  ].find((each) => typeof each === 'string' && each !== '')
  return typeof found === 'string' ? found.slice(0, MAX_TYPE) : typeof error
}
