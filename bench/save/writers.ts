import { type Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Target, textOf } from './articles.ts'

/** Saves an article once. @throws Error where it is refused */
export type Save = (target: Target) => Promise<void>

export const DOCUMENT = `mutation Save($input: UpdateArticleInput!) {
  updateArticle(input: $input) { article { id version } conflict { currentVersion } userErrors { code path message } } }`

/** As a desk saves: the headline and the whole body. */
export function inputOf({ uuid, version }: Target) {
  const { headline, paragraphs } = textOf(version)
  const body = paragraphs.map((html) => ({ paragraph: { html } }))
  return { id: `article_${uuid}`, version, headline, body }
}

export function copydeskSave(origin: string, token: string, agent: Agent): Save {
  return async (target) => {
    const body = JSON.stringify({ query: DOCUMENT, operationName: 'Save', variables: { input: inputOf(target) } })
    accept(target, await post(`${origin}/graphql`, body, { authorization: `Bearer ${token}` }, agent))
  }
}

/** The same text, for hand-server.ts. */
export function handSave(origin: string, agent: Agent): Save {
  return async (target) => {
    const body = JSON.stringify({ ...target, ...textOf(target.version) })
    accept(target, await post(`${origin}/save`, body, {}, agent))
  }
}

function accept(target: Target, answer: string): void {
  if (!answer.includes(`"version":${target.version + 1}`)) throw new Error(`not saved: ${answer}`)
  target.version += 1
}

/** fetch costs the machine as much again as what is measured. */
function post(url: string, body: string, headers: Readonly<Record<string, string>>, agent: Agent): Promise<string> {
  const form = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers: { ...headers, ...form } }, (response) => {
      text(response).then(resolve, reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
