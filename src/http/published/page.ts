import type { DocumentNode, OperationDefinitionNode } from 'graphql'

/** A document of ours, valid for the schema. */
export interface ReadyDocument {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly cost: (variables: Readonly<Record<string, unknown>>) => number
}

/** What a request asks for. */
export interface Asked {
  /** The path without its query string, decoded */
  readonly path: string
  /** What the pattern of the page has named in the path */
  readonly named: Readonly<Record<string, string>>
  /** Those parameters that the page knows, each once */
  readonly query: Readonly<Record<string, string>>
}

/** Reads a document as a reader sees it. @throws what fails */
export type ReadPage = (
  document: ReadyDocument,
  variables: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<string, unknown>>>

export type PageAnswer =
  | {
      readonly status: 200
      readonly body: string
      /** The media type */
      readonly type: string
      /** When it changes by time alone, in addition to what it has read, in milliseconds of performance.now() */
      readonly validUntil?: number
    }
  | { readonly status: 301; readonly location: string }
  | {
      readonly status: 400 | 404 | 410 | 501
      readonly reason?: string
      /** The media type of the reason; plain text if absent */
      readonly type?: string
    }

/** Something published that is served at addresses of its own. */
export interface Page {
  /** For the log */
  readonly name: string
  /** Fastify's pattern, which several pages may share */
  readonly route: string
  /** The paths of the page */
  readonly pattern: RegExp
  /** How many readings it may take; 1 if absent */
  readonly readings?: number
  /** Whether it shows everything that was committed before: then no cache uses it without asking */
  readonly isCurrent?: true
  /** The parameters that it knows; others say nothing */
  readonly parameters: readonly string[]
  answer(asked: Asked, read: ReadPage): Promise<PageAnswer>
}

/** The page at an address, and what is asked of it. */
export function findPage(pages: readonly Page[], url: string): { page: Page; asked: Asked } | null {
  const [path = '', search = ''] = splitAt(url, '?')
  for (const page of pages) {
    const match = page.pattern.exec(path)
    if (!match) continue
    const given = new URLSearchParams(search)
    const query = Object.fromEntries(
      page.parameters.flatMap((name) => {
        const value = given.get(name)
        return value === null ? [] : [[name, value]]
      }),
    )
    return { page, asked: { path, named: { ...match.groups }, query } }
  }
  return null
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}
