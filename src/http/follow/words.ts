import { languageOf } from '../../lib/locale.ts'

/** All that the pages say in a language, except what the newsroom writes. */
export interface Words {
  /** BCP 47 */
  readonly locale: string
  readonly confirmTitle: string
  readonly confirmLead: (email: string) => string
  readonly confirmButton: string
  readonly confirmedTitle: string
  readonly confirmedText: string
  readonly nothingLeft: string
  readonly tooMany: string
  readonly toManage: string
  readonly manageTitle: string
  readonly manageLead: (email: string) => string
  readonly topics: string
  readonly authors: string
  readonly followsNothing: string
  readonly uncheck: string
  readonly frequency: string
  readonly frequencies: Readonly<Record<'INSTANT' | 'DAILY' | 'WEEKLY', string>>
  readonly paused: string
  readonly save: string
  readonly saved: string
  readonly allTitle: string
  readonly allText: string
  readonly unfollowAll: string
  readonly exportTitle: string
  readonly exportText: string
  readonly exportButton: string
  readonly eraseTitle: string
  readonly eraseText: string
  readonly eraseSure: string
  readonly neverWrite: string
  readonly eraseButton: string
  readonly erasedTitle: string
  readonly erasedText: string
  readonly neverText: string
  readonly unsubscribeTitle: string
  readonly unsubscribeText: string
  readonly unsubscribeButton: string
  readonly unsubscribedTitle: string
  readonly unsubscribedText: string
  readonly neverTitle: string
  readonly neverLead: string
  readonly neverButton: string
  readonly unknownTitle: string
  readonly unknownText: string
  readonly toSite: (site: string) => string
}

const en: Words = {
  locale: 'en',
  confirmTitle: 'Confirm your alerts',
  confirmLead: (email) => `Mails will be sent to ${email} about:`,
  confirmButton: 'Confirm',
  confirmedTitle: 'Your alerts are confirmed',
  confirmedText: 'You will get mails about new articles. Every mail has a link to change or end this.',
  nothingLeft: 'What was asked for has ended. Nothing was changed.',
  tooMany: 'You would follow more than 100 topics or authors. Remove some first, then open this link again.',
  toManage: 'See and change what you follow',
  manageTitle: 'Your alerts',
  manageLead: (email) => `Mails are sent to ${email}.`,
  topics: 'Topics that you follow',
  authors: 'Authors whom you follow',
  followsNothing: 'You follow nothing at the moment.',
  uncheck: 'Remove the check mark of what you do not want to follow any more, then save.',
  frequency: 'How often',
  frequencies: {
    INSTANT: 'At once, for each article',
    DAILY: 'Once a day, at 7:00',
    WEEKLY: 'Once a week, on Sundays at 7:00',
  },
  paused: 'Pause: send nothing until I end the pause',
  save: 'Save',
  saved: 'Saved.',
  allTitle: 'End all alerts',
  allText: 'You follow nothing any more, and no alerts are sent.',
  unfollowAll: 'Unfollow everything',
  exportTitle: 'Your data',
  exportText: 'A file (JSON) with everything that is stored about you.',
  exportButton: 'Download my data',
  eraseTitle: 'Delete your data',
  eraseText: 'Your address and everything that you follow are deleted at once. This cannot be undone.',
  eraseSure: 'Yes, delete everything about me',
  neverWrite: 'Also never write to this address again, even if somebody enters it on the site',
  eraseButton: 'Delete my data',
  erasedTitle: 'Your data is deleted',
  erasedText: 'Nothing is stored about you any more.',
  neverText:
    'No mail will be sent to this address again. For this, only a code is stored from which the address cannot be read.',
  unsubscribeTitle: 'End all alerts',
  unsubscribeText: 'With this button you follow nothing any more, and no alerts are sent to you.',
  unsubscribeButton: 'Unsubscribe',
  unsubscribedTitle: 'You are unsubscribed',
  unsubscribedText: 'No more alerts are sent to you.',
  neverTitle: 'Never write to this address again',
  neverLead:
    'Your data is deleted, and no mail is sent to this address again, even if somebody enters it on the site. This cannot be undone.',
  neverButton: 'Never write to me again',
  unknownTitle: 'This link does not work',
  unknownText: 'It may have expired, or it was not copied whole. To get a new one, follow a topic on the site again.',
  toSite: (site) => `Go to ${site}`,
}

const he: Words = {
  locale: 'he',
  confirmTitle: 'אישור ההתראות שלך',
  confirmLead: (email) => `לכתובת ${email} יישלחו הודעות בנושאים:`,
  confirmButton: 'אישור',
  confirmedTitle: 'ההתראות אושרו',
  confirmedText: 'מעכשיו יישלחו אליך הודעות על כתבות חדשות. בכל הודעה יש קישור לשינוי או להפסקה.',
  nothingLeft: 'הבקשה כבר בוטלה. דבר לא השתנה.',
  tooMany: 'יותר מ־100 נושאים או כותבים יהיו במעקב שלך. יש להסיר כמה מהם ולפתוח את הקישור שוב.',
  toManage: 'צפייה ושינוי של הנושאים שבמעקב',
  manageTitle: 'ההתראות שלך',
  manageLead: (email) => `ההודעות נשלחות לכתובת ${email}.`,
  topics: 'נושאים במעקב שלך',
  authors: 'כותבים במעקב שלך',
  followsNothing: 'כרגע אין דבר במעקב שלך.',
  uncheck: 'כדי להפסיק לעקוב יש להסיר את הסימון וללחוץ על שמירה.',
  frequency: 'תדירות',
  frequencies: { INSTANT: 'מיד, עם כל כתבה', DAILY: 'פעם ביום, ב־7:00', WEEKLY: 'פעם בשבוע, ביום ראשון ב־7:00' },
  paused: 'השהיה: לא לשלוח דבר עד לסיום ההשהיה',
  save: 'שמירה',
  saved: 'השינויים נשמרו.',
  allTitle: 'הפסקת כל ההתראות',
  allText: 'המעקב אחר הכול ייפסק, ולא יישלחו עוד התראות.',
  unfollowAll: 'הפסקת המעקב אחר הכול',
  exportTitle: 'המידע שלך',
  exportText: 'קובץ (JSON) עם כל המידע השמור עליך.',
  exportButton: 'הורדת המידע שלי',
  eraseTitle: 'מחיקת המידע שלך',
  eraseText: 'הכתובת וכל הנושאים שבמעקב יימחקו מיד. אי אפשר לבטל את המחיקה.',
  eraseSure: 'כן, למחוק את כל המידע עליי',
  neverWrite: 'בנוסף, לא לכתוב עוד לכתובת הזאת, גם אם מישהו יזין אותה באתר',
  eraseButton: 'מחיקת המידע שלי',
  erasedTitle: 'המידע נמחק',
  erasedText: 'לא שמור עוד מידע עליך.',
  neverText: 'לא תישלח עוד שום הודעה לכתובת הזאת. לשם כך נשמר רק קוד שאי אפשר לקרוא ממנו את הכתובת.',
  unsubscribeTitle: 'הפסקת כל ההתראות',
  unsubscribeText: 'לחיצה על הכפתור תפסיק את המעקב אחר הכול, ולא יישלחו עוד התראות.',
  unsubscribeButton: 'הסרה מרשימת התפוצה',
  unsubscribedTitle: 'הכתובת הוסרה',
  unsubscribedText: 'לא יישלחו עוד התראות.',
  neverTitle: 'לא לכתוב לכתובת הזאת שוב',
  neverLead: 'המידע יימחק, ולא תישלח עוד שום הודעה לכתובת הזאת, גם אם מישהו יזין אותה באתר. אי אפשר לבטל זאת.',
  neverButton: 'לא לכתוב אליי שוב',
  unknownTitle: 'הקישור אינו פעיל',
  unknownText: 'ייתכן שתוקפו פג או שלא הועתק במלואו. כדי לקבל קישור חדש אפשר להתחיל שוב מעקב אחר נושא באתר.',
  toSite: (site) => `לאתר ${site}`,
}

const LANGUAGES: Readonly<Record<string, Words>> = { en, he }

/** Of the first of these languages for which there are any; otherwise English. */
export function wordsFor(locales: readonly (string | null)[]): Words {
  for (const locale of locales) {
    const words = locale === null ? undefined : LANGUAGES[languageOf(locale)]
    if (words) return words
  }
  return en
}
