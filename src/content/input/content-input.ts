import type { Faults } from '../../mutation/faults.ts'
import { parseAiUse } from '../ai-use.ts'
import type { Content } from '../content.ts'
import { type Texts, textNamed, textsOf } from '../texts.ts'
import type { TextInput } from './article-input.ts'
import { parseBlocks } from './blocks.ts'
import { type Captions, existingCaptions, parseCaptions } from './captions.ts'
import { parseCredits } from './credits.ts'
import { missingCaptions } from './missing-captions.ts'
import type { References } from './references.ts'
import { parseTopics } from './topics.ts'

/** The content after the input: omitted fields do not change, null clears, a list replaces the whole list. */
export function parseContent(input: TextInput, before: Content, references: References, faults: Faults): Content {
  const captions =
    input.captions === undefined
      ? existingCaptions(before.captions)
      : parseCaptions(input.captions, before.captions, references, faults)
  return {
    ...parseTexts(input, before, faults),
    aiUse: input.aiUse === undefined ? before.aiUse : parseAiUse(input.aiUse, ['input', 'aiUse'], faults),
    credits: input.credits === undefined ? before.credits : parseCredits(input.credits, references, faults),
    topics: input.topics === undefined ? before.topics : parseTopics(input.topics, references, faults),
    captions: captions.captions,
    body: input.body === undefined ? checkedBody(before, captions, faults) : parseBlocks(input.body, captions, faults),
  }
}

/** A text that must not be empty cannot be cleared: its own parser says so. */
function parseTexts(input: TextInput, before: Content, faults: Faults): Texts {
  return textsOf((name) => {
    const given = input[name]
    return given === undefined ? before[name] : textNamed(name).parse(given, ['input', name], faults)
  })
}

/** A body that stays shows images that must stay too. */
function checkedBody({ body }: Content, { captions }: Captions, faults: Faults): Content['body'] {
  const there = new Set(captions.map(({ id }) => id))
  const shown = new Set(body.flatMap((block) => (block.type === 'image' ? [block.captionId] : [])))
  for (const id of shown) {
    if (there.has(id)) continue
    faults.take(
      missingCaptions('INVALID', ['input', 'captions'], [id], (caption) => {
        return `The body shows the caption ${caption}, which is not in this list. Add it, with its id as \`key\`, or send a \`body\` without it.`
      }),
    )
  }
  return body
}
