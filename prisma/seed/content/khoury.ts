import { by, p, quote, type Story } from '../story.ts'

export const KHOURY_SLUG = 'senior-hamas-officials-travel-to-cairo-to-mend-egypt-ties'

/**
 * Jack Khoury's report on the Hamas delegation in Cairo. Headline, byline, caption, picture credit and quoted statements stand as
 * printed; standfirst and body are retold in our words, paragraph by paragraph, with every fact of each.
 *
 * The page bears no date. 2016-03-12 follows from what it says: Egypt's public prosecutor Hisham Barakat was killed on 29 June 2015,
 * which the piece calls "last year", so it is of 2016; Egypt accused Hamas publicly on 6 March 2016, "a week" before the visit; and
 * the delegation left on a Saturday, which after that day is 12 March first. The hour is ours.
 *
 * On one point the source contradicts itself: its delegation leaves Gaza for Cairo and yet "crossed into Gaza" at Rafah. The retelling
 * keeps the place, the morning and the guards, and gives the crossing no direction.
 */
export const khoury: Story = {
  slug: KHOURY_SLUG,
  state: { status: 'PUBLISHED', at: '2016-03-12T15:30:00Z' },
  text: {
    kicker: 'Middle East',
    headline: 'Senior Hamas Officials Travel to Cairo to Mend Egypt Ties',
    standfirst:
      'Hamas has been accused of having helped to assassinate the public prosecutor of Egypt, and this week that has strained an already difficult relationship even more.',
    credits: [by('jack-khoury')],
    about: ['hamas', 'egypt', 'gaza', 'cairo', 'sinai', 'palestinians'],
    mentions: [
      'rafah',
      'gaza-blockade',
      'muslim-brotherhood',
      'islamic-state-in-sinai',
      'israel',
      'west-bank',
      'mousa-abu-marzouk',
      'sami-abu-zuhri',
      'hisham-barakat',
      'mahmoud-abbas',
      'mohammed-morsi',
    ],
    // The caption is the page's own; the credit is the image's.
    lead: {
      image: 'hamas-officials-2015',
      text: 'Senior Hamas officials Mahmoud Al-Zahar, Khalil Al-Hayya and Imad Al-Alami in Gaza in 2015.',
      altText:
        'Mahmoud Al-Zahar, Khalil Al-Hayya and Imad Al-Alami in Gaza in 2015 (a drawing in place of the photograph)',
    },
    body: [
      p(
        "Leading members of Hamas set out from the Gaza Strip for Cairo on Saturday. Several meetings with Egypt's security officials await them there: the rulers of Gaza are trying to repair what has broken between them and the Arab countries next door.",
      ),
      p(
        "Mousa Abu Marzouk, who is deputy chief of the movement's politburo, leads the delegation of 12 members. Mahmoud Al-Zahar, Khalil Al-Hayya, Imad Al-Alami and Nizhar Udalla are among the prominent figures in it. The group passed through the Rafah crossing on Saturday morning; by some reports it was heavily guarded.",
      ),
      p(
        'A week earlier Egypt had accused Hamas of a hand in the assassination of its public prosecutor, Hisham Barakat, last year. Hamas dismissed the accusation as “politically motivated” and as a try at dragging it into Egyptian affairs that are not its own. It insisted at the same time that it wants the tension with Egypt to ease.',
      ),
      p(
        "People in the delegation say that the other side of the table will be taken by officials of Egypt's military intelligence. On the agenda are the prosecutor's case and the further allegations that Hamas faces in Egypt, among them that it helps the Sinai branch of ISIS fight the Egyptian regime.",
      ),
      p(
        'Three more matters are expected to come up: the ceasefire with Egypt, reconciliation among the Palestinians, and an end to the blockade of Gaza on the Egyptian side, including the land crossing at Rafah.',
      ),
      p('The officials hope for a fresh start with Egypt, according to Sami Abu Zuhri, a spokesman for Hamas.'),
      quote(
        'Hamas stresses its interest in preserving the security and stability of Egypt and we are looking forward to a new era in relations',
        'Sami Abu Zuhri, Hamas spokesman, in a statement',
      ),
      p(
        'Last week he had told Al-Quds Al-Arabi, a newspaper that appears in London, that Hamas and Egypt have stayed in touch in spite of their falling-out, since both mean to restore the relationship.',
      ),
      p(
        'Gaza lies under blockade from Egypt as well as from Israel. Goods and people get in and out with difficulty, and life has become harder for the 1.95 million who live there.',
      ),
      p(
        'Hamas took the territory by force in 2007, in a short civil war against troops loyal to Mahmoud Abbas, the Palestinian president, who has the backing of the West and governs in the occupied West Bank.',
      ),
      p(
        'Things between Hamas and Cairo have been going downhill since 2013. In that year the Egyptian army removed Mohammed Morsi, an Islamist and the first president whom the country had elected. His movement, the Muslim Brotherhood, had been an ally of Hamas in strategy and ideology alike.',
      ),
      p(
        "That Hamas lends a hand to militants in Sinai is what some security officials in Cairo allege. The movement's leaders have denied time and again that they interfere in what happens inside Egypt.",
      ),
      p(
        'By tradition no country has stood behind the Palestinians as Egypt has. It has mediated several truces between Israel and the factions in Gaza, and it has worked to close earlier rifts between Palestinian rivals.',
      ),
      p(
        'Since 2013, however, it has drawn the blockade of Gaza tighter and kept the border shut for the most part. It points to the precarious security of Sinai next door, where Islamist militants have carried out many deadly attacks on Egyptian soldiers.',
      ),
    ],
  },
}

/** The same piece in Hebrew: a translation of our retelling, and the test for everything that runs from right to left. */
export const khouryInHebrew: Story = {
  slug: 'bchirim-bachamas-yatzu-lekahir-leshakem-et-hayechasim-im-mitzrayim',
  locale: 'he',
  translationOf: KHOURY_SLUG,
  state: { status: 'PUBLISHED', at: '2016-03-12T17:05:00Z' },
  text: {
    kicker: 'המזרח התיכון',
    headline: 'בכירים בחמאס יצאו לקהיר כדי לשקם את היחסים עם מצרים',
    standfirst:
      'חמאס הואשם במעורבות בהתנקשות בתובע הכללי של מצרים, והשבוע הידרדרו עוד יותר היחסים, שהיו מתוחים גם קודם לכן',
    credits: [
      { author: 'jack-khoury', as: "ג'קי חורי" },
      { author: 'tamar-ben-oren', role: 'TRANSLATOR', as: 'תמר בן־אורן' },
    ],
    about: ['hamas', 'egypt', 'gaza', 'cairo', 'sinai', 'palestinians'],
    mentions: ['rafah', 'gaza-blockade', 'muslim-brotherhood', 'islamic-state-in-sinai', 'israel', 'west-bank'],
    lead: {
      image: 'hamas-officials-2015',
      text: "הבכירים בחמאס מחמוד א־זהאר, ח'ליל אל־חיה ועימאד אל־עלמי בעזה, 2015",
      altText: "מחמוד א־זהאר, ח'ליל אל־חיה ועימאד אל־עלמי בעזה, 2015 (ציור במקום התצלום)",
      credit: 'רויטרס',
    },
    body: [
      p(
        'משלחת של בכירים בחמאס יצאה ביום שבת מרצועת עזה לקהיר. מצפה להם שם שורה של פגישות עם אנשי הביטחון המצרים: שליטי הרצועה מבקשים לתקן את יחסיהם עם שכנותיהם הערביות.',
      ),
      p(
        "בראש המשלחת, המונה 12 חברים, עומד מוסא אבו מרזוק, סגן ראש הלשכה המדינית של חמאס. עם חבריה הבולטים נמנים מחמוד א־זהאר, ח'ליל אל־חיה, עימאד אל־עלמי ונזהר עודאללה. בשבת בבוקר הם עברו במעבר רפיח, על פי הדיווחים תחת אבטחה כבדה.",
      ),
      p(
        'שבוע קודם לכן האשימה מצרים את חמאס במעורבות בהתנקשות בתובע הכללי, הישאם ברכאת, בשנה שעברה. בחמאס דחו את הטענה, כינו אותה <q>ממניעים פוליטיים</q> ואמרו שזהו ניסיון לגרור אותם לעניינים פנימיים של מצרים, אך הדגישו כי רצונם בהרגעת המתיחות.',
      ),
      p(
        'לדברי מקורות במשלחת, צפויות שיחות עם אנשי המודיעין הצבאי המצרי על פרשת התובע ועל האשמות נוספות נגד הארגון במצרים, ובהן תמיכה בסניף דאעש בסיני במאבקו בשלטון המצרי.',
      ),
      p('כן צפויים לעלות הפסקת האש עם מצרים, הפיוס הפלסטיני והסרת הצד המצרי של המצור על עזה, לרבות מעבר היבשה ברפיח.'),
      p('דובר חמאס, סמי אבו זוהרי, אמר שהבכירים מקווים להתחלה חדשה עם מצרים.'),
      quote(
        'חמאס מדגיש את עניינו בשמירה על ביטחונה ועל יציבותה של מצרים, ואנו מצפים לעידן חדש ביחסים',
        'סמי אבו זוהרי, דובר חמאס, בהודעה',
      ),
      p(
        'בשבוע שעבר אמר אבו זוהרי לעיתון אל־קודס אל־ערבי, היוצא לאור בלונדון, כי למרות המשבר נמשכים המגעים בין חמאס למצרים, ושני הצדדים מתכוונים לשקם את הקשר.',
      ),
      p(
        'המצור של מצרים ושל ישראל מקשה על כניסת סחורות ואנשים לעזה ועל יציאתם ממנה, ומכביד על חייהם של 1.95 מיליון תושביה.',
      ),
      p(
        'חמאס השתלט על הרצועה בכוח ב־2007, במלחמת אזרחים קצרה נגד נאמניו של נשיא הפלסטינים מחמוד עבאס, הנתמך בידי המערב ושולט בגדה המערבית הכבושה.',
      ),
      p(
        'יחסי הארגון עם קהיר הורעו מאז 2013, כשצבא מצרים הדיח את מוחמד מורסי, איש האסלאם הפוליטי והנשיא הנבחר הראשון של המדינה. תנועתו, האחים המוסלמים, הייתה בעלת ברית אסטרטגית ורעיונית של חמאס.',
      ),
      p(
        'כמה מאנשי הביטחון בקהיר טוענים שחמאס מסייע לחמושים בסיני, אך מנהיגי הארגון הכחישו שוב ושוב שהם מתערבים בנעשה בתוך מצרים.',
      ),
      p(
        'מצרים, הפטרונית הוותיקה של הפלסטינים, תיווכה בכמה הפסקות אש בין ישראל לפלגים בעזה וניסתה לאחות קרעים קודמים בין הפלגים הפלסטיניים היריבים.',
      ),
      p(
        'ואולם מאז 2013 היא הידקה את המצור וסגרה את הגבול כמעט לגמרי, בנימוק של המצב הביטחוני הרעוע בסיני הסמוכה, שבה ביצעו חמושים אסלאמיסטים התקפות קטלניות רבות על חיילים מצרים.',
      ),
    ],
  },
}
