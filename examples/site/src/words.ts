/** The words of the site itself. Another language is another entry. */
const ENGLISH = {
  skip: 'Skip to the content',
  home: 'Front page',
  sections: 'Sections',
  search: 'Search',
  searchFor: 'Search for',
  results: (count: number) => (count === 1 ? '1 article' : `${count} articles`),
  noResults: 'No article has all of these words. Try fewer words, or another spelling.',
  refusedQuery: 'Type at least one word, and not more than 200 characters.',
  published: 'Published',
  updated: 'Updated',
  minutes: (count: number) => (count === 1 ? '1 minute to read' : `${count} minutes to read`),
  latest: 'Latest',
  topics: 'Topics',
  related: 'Related articles',
  relatedTopics: 'Related topics',
  inThis: 'In this section',
  share: 'Share',
  copied: 'The address is copied',
  follow: 'Follow',
  followByFeed: 'New articles in your feed reader, without an e-mail address:',
  followByMail: 'Get new articles by e-mail. You can stop at any time.',
  needsScript: 'For this, allow JavaScript in your browser.',
  email: 'E-mail address',
  howOften: 'How often',
  INSTANT: 'At once',
  DAILY: 'Once a day',
  WEEKLY: 'Once a week',
  followButton: 'Follow by e-mail',
  followAsked: 'Thank you. If a confirmation is needed, we have sent a mail: open it and use its link.',
  followRefused: 'This cannot be followed. Choose at least one topic, and check the e-mail address.',
  followLater: 'This did not work. Please try again later.',
  more: 'Show more',
  newest: 'Back to the newest',
  corrections: 'Corrections',
  CORRECTION: 'Correction',
  CLARIFICATION: 'Clarification',
  UPDATE: 'Update',
  otherLanguages: 'In other languages',
  ASSISTED: 'Generative AI helped with this article.',
  GENERATED: 'This article was made with generative AI.',
  preview: 'This is a preview of an article. It is not published, or not in this version. Do not pass it on.',
  missing: 'There is no page at this address',
  missingHow: 'The address may have a typing error. Search for what you are looking for, or go to the front page.',
  gone: 'This page was removed',
  goneHow: 'It was withdrawn by the editors, and does not come back at this address.',
}

type Words = typeof ENGLISH

const HEBREW: Words = {
  skip: 'דילוג לתוכן',
  home: 'עמוד הבית',
  sections: 'מדורים',
  search: 'חיפוש',
  searchFor: 'חיפוש אחר',
  results: (count) => (count === 1 ? 'כתבה אחת' : `${count} כתבות`),
  noResults: 'אין כתבה שבה כל המילים האלה. נסו פחות מילים, או כתיב אחר.',
  refusedQuery: 'יש להקליד לפחות מילה אחת, ולא יותר מ־200 תווים.',
  published: 'פורסם',
  updated: 'עודכן',
  minutes: (count) => (count === 1 ? 'דקת קריאה' : `${count} דקות קריאה`),
  latest: 'חדשות אחרונות',
  topics: 'נושאים',
  related: 'כתבות קשורות',
  relatedTopics: 'נושאים קשורים',
  inThis: 'במדור זה',
  share: 'שיתוף',
  copied: 'הכתובת הועתקה',
  follow: 'מעקב',
  followByFeed: 'כתבות חדשות בקורא העדכונים שלכם, בלי כתובת דוא"ל:',
  followByMail: 'קבלו כתבות חדשות בדוא"ל. אפשר להפסיק בכל עת.',
  needsScript: 'לשם כך יש לאפשר JavaScript בדפדפן.',
  email: 'כתובת דוא"ל',
  howOften: 'באיזו תדירות',
  INSTANT: 'מיד',
  DAILY: 'פעם ביום',
  WEEKLY: 'פעם בשבוע',
  followButton: 'מעקב בדוא"ל',
  followAsked: 'תודה. אם נדרש אישור, שלחנו הודעה: פתחו אותה והשתמשו בקישור שבה.',
  followRefused: 'אי אפשר לעקוב. בחרו לפחות נושא אחד, ובדקו את כתובת הדוא"ל.',
  followLater: 'זה לא הצליח. נסו שוב מאוחר יותר.',
  more: 'עוד כתבות',
  newest: 'חזרה לחדשות ביותר',
  corrections: 'תיקונים',
  CORRECTION: 'תיקון',
  CLARIFICATION: 'הבהרה',
  UPDATE: 'עדכון',
  otherLanguages: 'בשפות אחרות',
  ASSISTED: 'בינה מלאכותית יוצרת סייעה בכתבה זו.',
  GENERATED: 'כתבה זו נוצרה בבינה מלאכותית.',
  preview: 'זוהי תצוגה מקדימה של כתבה. היא לא פורסמה, או לא בגרסה זו. אין להעביר אותה הלאה.',
  missing: 'אין עמוד בכתובת הזאת',
  missingHow: 'ייתכן שיש בכתובת טעות הקלדה. חפשו את מבוקשכם, או עברו לעמוד הבית.',
  gone: 'העמוד הוסר',
  goneHow: 'העורכים משכו אותו, והוא לא יחזור לכתובת הזאת.',
}

const LANGUAGES = new Map<string, Words>([
  ['en', ENGLISH],
  ['he', HEBREW],
])

/** The words in a language; in English if there are none. */
export function wordsOf(locale: string): Words {
  return LANGUAGES.get(languageOf(locale)) ?? ENGLISH
}

/** The language of the site's own words on a page in this language. */
export function wordsLocale(locale: string): string {
  return LANGUAGES.has(languageOf(locale)) ? locale : 'en'
}

const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ps', 'ur', 'yi'])

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(languageOf(locale)) ? 'rtl' : 'ltr'
}

/** The address of a language's front page. */
export function homeOf(locale: string, defaultLocale: string): string {
  return locale === defaultLocale ? '/' : `/${locale}`
}

/** The name of a language in that language. */
export function nameOf(locale: string): string {
  return new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale
}

function languageOf(locale: string): string {
  return locale.split('-')[0] ?? locale
}

/** The formats of feeds, as readers of feeds know them. */
export const FEED_NAMES = { RSS: 'RSS', ATOM: 'Atom', JSON: 'JSON Feed' } as const
