import { describe, expect, it } from 'vitest'
import { optionalPackage, packageIsMissing } from '../../src/lib/optional-package.ts'

const notFound = (message: string, code = 'ERR_MODULE_NOT_FOUND') => Object.assign(new Error(message), { code })

describe('optionalPackage', () => {
  it('gives the package where it is installed', async () => {
    const graphql = await optionalPackage('graphql', () => import('graphql'))

    expect(graphql?.parse('{ a }').kind).toBe('Document')
  })

  it.each([
    ['import', notFound("Cannot find package '@resvg/resvg-js' imported from /app/render.ts")],
    ['require', notFound("Cannot find module '@resvg/resvg-js/static'\nRequire stack:", 'MODULE_NOT_FOUND')],
  ])('is null where %s does not find it', async (_how, error) => {
    expect(await optionalPackage('@resvg/resvg-js', () => Promise.reject(error))).toBeNull()
  })

  it.each([
    ['a package that it imports is missing', notFound("Cannot find package 'ruru-types' imported from ruru")],
    ['it fails while it is loaded', new Error("Cannot read properties of undefined (reading 'ruru')")],
  ])('throws where %s', async (_when, error) => {
    await expect(optionalPackage('ruru', () => Promise.reject(error))).rejects.toBe(error)
  })
})

describe('packageIsMissing', () => {
  it('says what needs which package and how to get it', () => {
    expect(packageIsMissing('The explorer', 'ruru')).toBe(
      'The explorer needs the package ruru, which a production install leaves out. To add it: npm install --include=dev',
    )
  })
})
