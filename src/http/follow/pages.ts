import type { NamedFollow, ShownReader } from '../../follow/reader.load.ts'
import type { Site } from '../../site/site.ts'
import { escapeHtml } from '../pages/html.ts'
import { button, form, layout, notice, paragraph } from './layout.ts'
import type { Words } from './words.ts'

type OfSite = Pick<Site, 'name' | 'url'>

/** A name of the newsroom, or an address, in its own direction. */
const isolated = (text: string): string => `\u2068${text}\u2069`

const names = (follows: readonly NamedFollow[]): string =>
  `<ul>${follows.map(({ name }) => `<li><bdi>${escapeHtml(name)}</bdi></li>`).join('')}</ul>`

/** What a link asks for, with a button. */
export function confirmPage(
  words: Words,
  site: OfSite,
  { email, asked, askedFrequency, status, frequency }: ShownReader,
): string {
  const often = status === 'CONFIRMED' ? frequency : (askedFrequency ?? frequency)
  return layout(words, site, words.confirmTitle, [
    paragraph(words.confirmLead(isolated(email))),
    names(asked),
    paragraph(`${words.frequency}: ${words.frequencies[often]}`),
    form('confirm', [button(words.confirmButton)]),
  ])
}

/** @param manageUrl null where the link was used before */
export function confirmedPage(words: Words, site: OfSite, manageUrl: string | null): string {
  return layout(words, site, words.confirmedTitle, [
    notice(words.confirmedText),
    ...(manageUrl === null ? [] : [`<p><a href="${escapeHtml(manageUrl)}">${escapeHtml(words.toManage)}</a></p>`]),
  ])
}

export const notConfirmedPage = (words: Words, site: OfSite, isTooMany: boolean): string =>
  layout(words, site, words.confirmTitle, [notice(isTooMany ? words.tooMany : words.nothingLeft)])

const checkbox = (name: string, value: string, label: string, state: 'checked' | 'required' | '' = ''): string =>
  `<label><input type="checkbox" name="${name}" value="${escapeHtml(value)}" ${state}> <bdi>${escapeHtml(label)}</bdi></label>`

function group(legend: string, name: string, follows: readonly NamedFollow[]): string {
  if (follows.length === 0) return ''
  const boxes = follows.map((one) => checkbox(name, one.id, one.name, 'checked'))
  return `<fieldset><legend>${escapeHtml(legend)}</legend>\n${boxes.join('\n')}\n</fieldset>`
}

const FREQUENCIES = ['INSTANT', 'DAILY', 'WEEKLY'] as const

function frequencies(words: Words, chosen: ShownReader['frequency']): string {
  const radios = FREQUENCIES.map(
    (each) =>
      `<label><input type="radio" name="frequency" value="${each}" ${each === chosen ? 'checked' : ''}> ${escapeHtml(words.frequencies[each])}</label>`,
  )
  return `<fieldset><legend>${escapeHtml(words.frequency)}</legend>\n${radios.join('\n')}\n</fieldset>`
}

const section = (title: string, text: string, parts: readonly string[]): string =>
  `<h2>${escapeHtml(title)}</h2>\n${paragraph(text)}\n${parts.join('\n')}`

/** What a reader follows, and all that can be done with it. */
export function managePage(
  words: Words,
  site: OfSite,
  { email, follows, frequency, paused }: ShownReader,
  isSaved: boolean,
): string {
  const [topics, authors] = [of('Topic', follows), of('Author', follows)]
  return layout(words, site, words.manageTitle, [
    ...(isSaved ? [notice(words.saved)] : []),
    paragraph(words.manageLead(isolated(email))),
    paragraph(follows.length === 0 ? words.followsNothing : words.uncheck),
    form('save', [
      group(words.topics, 'topic', topics),
      group(words.authors, 'author', authors),
      frequencies(words, frequency),
      checkbox('paused', 'true', words.paused, paused ? 'checked' : ''),
      button(words.save),
    ]),
    ...(follows.length === 0
      ? []
      : [section(words.allTitle, words.allText, [form('unfollow', [button(words.unfollowAll, 'other')])])]),
    section(words.exportTitle, words.exportText, [form('export', [button(words.exportButton, 'other')])]),
    section(words.eraseTitle, words.eraseText, [
      form('erase', [
        checkbox('sure', 'true', words.eraseSure, 'required'),
        checkbox('never', 'true', words.neverWrite),
        button(words.eraseButton, 'other'),
      ]),
    ]),
  ])
}

const of = (type: NamedFollow['type'], follows: readonly NamedFollow[]) => follows.filter((one) => one.type === type)

export const unsubscribePage = (words: Words, site: OfSite): string =>
  layout(words, site, words.unsubscribeTitle, [
    paragraph(words.unsubscribeText),
    form('unfollow', [button(words.unsubscribeButton)]),
    section(words.neverTitle, words.neverLead, [form('never', [button(words.neverButton, 'other')])]),
  ])

export const unsubscribedPage = (words: Words, site: OfSite): string =>
  layout(words, site, words.unsubscribedTitle, [notice(words.unsubscribedText)])

export const erasedPage = (words: Words, site: OfSite, isNever: boolean): string =>
  layout(words, site, words.erasedTitle, [notice(words.erasedText), ...(isNever ? [paragraph(words.neverText)] : [])])

export const unknownPage = (words: Words, site: OfSite): string =>
  layout(words, site, words.unknownTitle, [paragraph(words.unknownText)])
