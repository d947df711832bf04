import { languageOf } from '../../lib/locale.ts'
import { isolated } from './layout.ts'

/** All that mails to readers say in a language, except what the newsroom writes. */
export interface Words {
  /** BCP 47 */
  readonly locale: string
  readonly confirmSubject: (site: string) => string
  readonly confirmHeading: string
  readonly confirmText: (site: string) => string
  readonly confirmButton: string
  readonly confirmIgnore: string
  readonly confirmFooter: string
  readonly neverButton: string
  readonly manageSubject: (site: string) => string
  readonly manageHeading: string
  readonly manageText: string
  readonly manageButton: string
  readonly manageFooter: string
  readonly alertFooter: (site: string) => string
  readonly readOn: string
  readonly digestSubject: (articles: number, corrections: number, site: string) => string
  readonly digestHeading: (frequency: 'DAILY' | 'WEEKLY') => string
  readonly articles: string
  readonly corrections: string
  readonly more: (count: number) => string
  readonly manageLink: string
  readonly unsubscribeLink: string
}

const en: Words = {
  locale: 'en',
  confirmSubject: (site) => `Confirm your alerts from ${site}`,
  confirmHeading: 'Confirm your alerts',
  confirmText: (site) => `Somebody asked ${site} to send alerts to this address, about:`,
  confirmButton: 'Confirm',
  confirmIgnore:
    'If that was not you, ignore this mail: you will get no alerts, and the request is deleted after 7 days.',
  confirmFooter: 'You get this mail because this address was entered on our site.',
  neverButton: 'Never write to this address again',
  manageSubject: (site) => `Your alerts from ${site}`,
  manageHeading: 'Your alerts',
  manageText: 'With this link you can see and change what you follow, or end all alerts. Do not pass it on.',
  manageButton: 'Manage alerts',
  manageFooter: 'You get this mail because a link for this address was requested on our site.',
  alertFooter: (site) => `You get this mail because you follow topics or authors of ${site}.`,
  readOn: 'Read the article',
  digestSubject(articles, corrections, site) {
    const parts = [
      ...(articles > 0 ? [articles === 1 ? '1 new article' : `${articles} new articles`] : []),
      ...(corrections > 0 ? [corrections === 1 ? '1 correction' : `${corrections} corrections`] : []),
    ]
    return `${parts.join(' and ')} from ${site}`
  },
  digestHeading: (frequency) => (frequency === 'DAILY' ? 'What is new today' : 'What was new this week'),
  articles: 'New articles',
  corrections: 'Corrections',
  more: (count) => (count === 1 ? 'And 1 more article on our site.' : `And ${count} more articles on our site.`),
  manageLink: 'Manage alerts',
  unsubscribeLink: 'Unsubscribe',
}

/** A subject begins with a Hebrew letter, so that mail programs show it from right to left. */
const he: Words = {
  locale: 'he',
  confirmSubject: (site) => `אישור ההתראות שלך מאת ${site}`,
  confirmHeading: 'אישור ההתראות שלך',
  confirmText: (site) => `התקבלה בקשה לשלוח לכתובת הזאת התראות מאת ${site} בנושאים אלה:`,
  confirmButton: 'אישור',
  confirmIgnore: 'אם לא ביקשת זאת, אפשר להתעלם מההודעה: לא יישלחו התראות, והבקשה תימחק בתוך 7 ימים.',
  confirmFooter: 'ההודעה נשלחה כי הכתובת הזאת הוזנה באתר שלנו.',
  neverButton: 'לא לכתוב לכתובת הזאת שוב',
  manageSubject: (site) => `ההתראות שלך מאת ${site}`,
  manageHeading: 'ההתראות שלך',
  manageText: 'בקישור הזה אפשר לראות ולשנות את הנושאים שבמעקב, או להפסיק את כל ההתראות. אין להעביר אותו לאחרים.',
  manageButton: 'ניהול ההתראות',
  manageFooter: 'ההודעה נשלחה כי התבקש באתר שלנו קישור עבור הכתובת הזאת.',
  alertFooter: (site) => `ההודעה נשלחה כי יש במעקב שלך נושאים או כותבים של ${site}.`,
  readOn: 'לכתבה המלאה',
  digestSubject(articles, corrections, site) {
    const parts = [
      ...(articles > 0 ? [articles === 1 ? 'כתבה חדשה אחת' : `כתבות חדשות: ${articles}`] : []),
      ...(corrections > 0 ? [corrections === 1 ? 'תיקון אחד' : `תיקונים: ${corrections}`] : []),
    ]
    return `${parts.join(', ')} | ${site}`
  },
  digestHeading: (frequency) => (frequency === 'DAILY' ? 'מה חדש היום' : 'מה היה חדש השבוע'),
  articles: 'כתבות חדשות',
  corrections: 'תיקונים',
  more: (count) => (count === 1 ? 'ועוד כתבה אחת באתר שלנו.' : `ועוד ${count} כתבות באתר שלנו.`),
  manageLink: 'ניהול ההתראות',
  unsubscribeLink: 'הסרה מרשימת התפוצה',
}

const LANGUAGES: Readonly<Record<string, Words>> = { en, he }

/** Of the language, or English. */
export function wordsOf(locale: string): Words {
  return LANGUAGES[languageOf(locale)] ?? en
}

/** A name of the newsroom within a sentence of another direction. */
export const named = isolated
