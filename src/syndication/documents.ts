import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GraphQLSchema, getOperationAST, parse, validate } from 'graphql'
import type { ReadyDocument } from '../http/published/page.ts'
import { costCounter } from '../limits/cost/operation-cost.ts'
import { fragmentsOf } from '../limits/size-rule.ts'

const FOLDER = join(import.meta.dirname, 'documents')

/** What all documents may use */
const FRAGMENTS = 'feed-article.graphql'

const textOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8')

/** The documents by which this folder reads, by the names of their files. @throws if one is not valid for the schema */
export function readyDocuments(schema: GraphQLSchema): (name: string) => ReadyDocument {
  const names = readdirSync(FOLDER).filter((file) => file !== FRAGMENTS)
  const ready = new Map(names.map((file) => [file.replace('.graphql', ''), readyDocument(schema, textOf(file))]))
  return (name) => {
    const found = ready.get(name)
    if (!found) throw new Error(`no document is called ${name}`)
    return found
  }
}

function readyDocument(schema: GraphQLSchema, text: string): ReadyDocument {
  const document = parse(text.includes('...FeedArticle') ? `${text}\n${textOf(FRAGMENTS)}` : text)
  const [fault] = validate(schema, document)
  const operation = getOperationAST(document)
  if (fault || !operation) throw fault ?? new Error('a document of ours has no operation')
  return { document, operation, cost: costCounter(schema, operation, fragmentsOf(document)) }
}
