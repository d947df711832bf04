/** What is said in Hebrew of the topic whose slug is the key. */
interface TopicInHebrew {
  name: string
  description?: string
}

interface AuthorInHebrew {
  name: string
  jobTitle: string
  bio?: string
}

/** Names and descriptions of topics in Hebrew. Their addresses have the same slugs, below /he. */
export const topicsInHebrew: Record<string, TopicInHebrew> = {
  world: { name: 'עולם', description: 'מה שקורה מעבר לעמק.' },
  region: { name: 'אזור', description: 'עמק הטארן, מן המעיינות ועד הים.' },
  'the-long-read': { name: 'הכתבה הגדולה', description: 'סיפור אחד בכל פעם, עם כל המקום שדרוש לו.' },
  'ask-the-desk': { name: 'שאלו את המערכת', description: 'הקוראים שואלים, המערכת בודקת.' },
  politics: { name: 'פוליטיקה', description: 'מי מחליט מה, ובאיזה רוב.' },
  conflict: { name: 'סכסוך, מלחמה ושלום', description: 'מלחמות, הפסקות אש והשיחות שביניהן.' },
  economy: { name: 'כלכלה ועסקים', description: 'מחירים, שכר, חנויות והובלה.' },
  education: { name: 'חינוך', description: 'בתי ספר, שיעורי ערב וספריות.' },
  environment: { name: 'סביבה', description: 'נהרות, אוויר, בעלי חיים ואנרגיה.' },
  health: { name: 'בריאות', description: 'מחלקות, מרפאות ומה שמרחיק אנשים מהן.' },
  'arts-and-culture': { name: 'אמנות ותרבות', description: 'ספרים, במות, מוזיקה ומוזיאונים.' },
  'crime-and-justice': { name: 'פשע ומשפט', description: 'משטרה, בתי משפט והחוק.' },
  science: { name: 'מדע וטכנולוגיה', description: 'מה שנמדד, מתגלה ונבנה.' },
  society: { name: 'חברה', description: 'איך אנשים חיים יחד.' },
  sport: { name: 'ספורט', description: 'משחקים, מרוצים ומי שבא לראות אותם.' },
  weather: { name: 'מזג אוויר', description: 'רוח, גשם ומה שהם משאירים אחריהם.' },
  'middle-east': { name: 'המזרח התיכון', description: 'חדשות ורקע מן המזרח התיכון.' },
  egypt: { name: 'מצרים', description: 'המדינה שעל הנילוס, הפוליטיקה שלה ואנשיה.' },
  gaza: { name: 'עזה', description: 'רצועת עזה ומי שחיים בה.' },
  israel: { name: 'ישראל' },
  'west-bank': { name: 'הגדה המערבית' },
  cairo: { name: 'קהיר', description: 'בירת מצרים.' },
  sinai: { name: 'סיני', description: 'חצי האי שבין הים התיכון לים סוף.' },
  nile: { name: 'הנילוס' },
  'suez-canal': { name: 'תעלת סואץ' },
  rafah: { name: 'רפיח', description: 'עיר ומעבר בגבול שבין עזה למצרים.' },
  'gaza-blockade': { name: 'המצור על עזה', description: 'סגירת גבולות עזה בידי ישראל ובידי מצרים.' },
  palestinians: { name: 'פלסטינים', description: 'בעזה, בגדה המערבית ובמקומות אחרים.' },
  hamas: { name: 'חמאס', description: 'התנועה השולטת בעזה מאז 2007.' },
  'muslim-brotherhood': { name: 'האחים המוסלמים' },
  'islamic-state-in-sinai': { name: 'המדינה האסלאמית בסיני' },
  'mousa-abu-marzouk': { name: 'מוסא אבו מרזוק' },
  'sami-abu-zuhri': { name: 'סאמי אבו זוהרי' },
  'hisham-barakat': { name: 'הישאם ברכאת', description: 'התובע הכללי של מצרים, נהרג ביוני 2015.' },
  'mohammed-morsi': { name: 'מוחמד מורסי', description: 'נשיא מצרים בשנים 2012 ו־2013.' },
  'mahmoud-abbas': { name: 'מחמוד עבאס' },
  alderhaven: { name: 'אלדרהייבן', description: 'עיר נמל בשפך הטארן.' },
  brackwater: { name: 'ברקווטר', description: 'עיירת שוק במחצית העמק.' },
  ostrey: { name: 'אוסטרי', description: 'האי שמעבר למצר.' },
  'river-tarn': { name: 'נהר הטארן' },
  'old-harbour': { name: 'הנמל הישן' },
  'town-council': { name: 'מועצת העיר אלדרהייבן', description: 'שלושים ואחד מושבים, תקציב אחד.' },
  'alderhaven-united': { name: 'אלדרהייבן יונייטד' },
  housing: { name: 'דיור' },
  food: { name: 'אוכל ומשקאות' },
  language: { name: 'שפה' },
  transport: { name: 'תחבורה', description: 'אוטובוסים, רכבות, מעבורות ואופניים.' },
  fishing: { name: 'דיג' },
  energy: { name: 'אנרגיה' },
  wildlife: { name: 'חיות בר' },
  books: { name: 'ספרים' },
  music: { name: 'מוזיקה' },
  'harbour-festival': { name: 'פסטיבל הנמל', description: 'ארבעה ימים ביוני, על המים ולידם.' },
}

/** Names, job titles and biographies of authors in Hebrew. */
export const authorsInHebrew: Record<string, AuthorInHebrew> = {
  'jack-khoury': {
    name: "ג'קי חורי",
    jobTitle: 'כתב',
    bio: 'ג׳קי חורי כתב את הידיעה שממנה מסופרת מחדש הכתבה הראשונה של המערכת הזאת.',
  },
  'nora-lindqvist-hale': { name: 'נורה לינדקוויסט־הייל', jobTitle: 'כתבת העיר' },
  'adaeze-umeh': { name: 'אדאזה אומה', jobTitle: 'עורכת הפוליטיקה' },
  'callum-breck': { name: 'קאלום ברק', jobTitle: 'כתב לענייני סביבה' },
  'priya-ramdas': { name: 'פריה ראמדס', jobTitle: 'כתבת בריאות וחינוך' },
  'wim-oosterkamp': { name: 'וים אוסטרקמפ', jobTitle: 'כתב ספורט' },
  'margit-solheim': { name: 'מרגיט סולהיים', jobTitle: 'עורכת התרבות' },
  'tomas-ferreiro': { name: 'תומאס פריירו', jobTitle: 'צלם המערכת' },
  'hana-kovarova': { name: 'האנה קובארז׳ובה', jobTitle: 'צלמת' },
  'piotr-zawilski': { name: 'פיוטר זאווילסקי', jobTitle: 'מאייר' },
  'tamar-ben-oren': { name: 'תמר בן־אורן', jobTitle: 'מתרגמת לעברית', bio: 'תמר מביאה את דפי העולם של המערכת לעברית.' },
  'samira-qandil': {
    name: 'סמירה קנדיל',
    jobTitle: 'עורכת דסק העולם',
    bio: 'סמירה עורכת את דפי העולם, מסבירה את המילים שבהם ומתרגמת לערבית.',
  },
  'hugo-valmont': { name: 'הוגו ולמון', jobTitle: 'המהדורה הצרפתית' },
}
