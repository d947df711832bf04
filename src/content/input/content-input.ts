import type { Faults } from '../../mutation/faults.ts'
import { parseRequiredText, parseText } from '../../mutation/plain-text.ts'
import { idPrefix } from '../../reading/global-id.ts'
import type { Content } from '../content.ts'
import type { TextInput } from './article-input.ts'
import { parseBlocks } from './blocks.ts'
import { type Captions, existingCaptions, parseCaptions } from './captions.ts'
import { parseCredits } from './credits.ts'
import type { References } from './references.ts'
import { parseTopics } from './topics.ts'

/** What an article says of which nothing was said yet. */
export const NO_CONTENT: Content = {
  kicker: null,
  headline: '',
  standfirst: null,
  body: [],
  credits: [],
  captions: [],
  topics: [],
}

/** What the text is after the input: what it leaves out is as it was, null clears, a list replaces the whole list. */
export function parseContent(input: TextInput, before: Content, references: References, faults: Faults): Content {
  const captions =
    input.captions === undefined
      ? existingCaptions(before.captions)
      : parseCaptions(input.captions, before.captions, references, faults)
  return {
    ...parseTexts(input, before, faults),
    credits: input.credits === undefined ? before.credits : parseCredits(input.credits, references, faults),
    topics: input.topics === undefined ? before.topics : parseTopics(input.topics, references, faults),
    captions: captions.captions,
    body: input.body === undefined ? checkedBody(before, captions, faults) : parseBlocks(input.body, captions, faults),
  }
}

function parseTexts({ headline, kicker, standfirst }: TextInput, before: Content, faults: Faults) {
  const at = (name: string) => ['input', name]
  return {
    headline:
      headline === undefined ? before.headline : parseRequiredText(headline, at('headline'), { most: 300 }, faults),
    kicker: kicker === undefined ? before.kicker : parseText(kicker, at('kicker'), { most: 100 }, faults),
    standfirst:
      standfirst === undefined
        ? before.standfirst
        : parseText(standfirst, at('standfirst'), { most: 1000, lines: true }, faults),
  }
}

/** A body that stays shows images that must stay too. */
function checkedBody({ body }: Content, { captions }: Captions, faults: Faults): Content['body'] {
  const there = new Set(captions.map(({ id }) => id))
  const shown = new Set(body.flatMap((block) => (block.type === 'image' ? [block.captionId] : [])))
  for (const id of shown) {
    if (there.has(id)) continue
    const caption = `${idPrefix('Caption')}${id}`
    const message = `The body shows the caption ${caption}, which is not in this list. Add it, with its id as \`key\`, or send a \`body\` without it.`
    faults.add('INVALID', ['input', 'captions'], message)
  }
  return body
}
