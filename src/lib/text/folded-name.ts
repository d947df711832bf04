const APOSTROPHES = /[\u2018\u2019\u02bc\u05f3]/g
const HYPHENS = /[\u2010-\u2013\u2212]/g

/**
 * A name without what does not make it another name: case, spaces, invisible characters, forms of the same letter, and the shape of apostrophes
 * and hyphens. Accents count. For comparing only.
 */
export function foldedName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .replace(/[\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(APOSTROPHES, "'")
    .replace(HYPHENS, '-')
  // In this order ß is ss, and each sigma the same.
  return plain.toUpperCase().toLowerCase().normalize('NFC')
}
