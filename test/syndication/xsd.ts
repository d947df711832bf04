import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// The protocol's own schema is in the package sitemap; it takes elements of other namespaces only if their schemas are there. These say what the
// documentation of Google and of HTML says of the few elements that we write.

const text = (name: string) => `<xs:element name="${name}" type="xs:string"/>`
const schema = (namespace: string, content: string) =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${namespace}" xmlns="${namespace}" elementFormDefault="qualified">${content}</xs:schema>`
const sequence = (...elements: string[]) =>
  `<xs:complexType><xs:sequence>${elements.join('')}</xs:sequence></xs:complexType>`

const IMAGE = schema(
  'http://www.google.com/schemas/sitemap-image/1.1',
  `<xs:element name="image">${sequence('<xs:element name="loc" type="xs:anyURI"/>')}</xs:element>`,
)
const NEWS = schema(
  'http://www.google.com/schemas/sitemap-news/0.9',
  `<xs:element name="news">${sequence(
    `<xs:element name="publication">${sequence(text('name'), '<xs:element name="language"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="zh-cn|zh-tw|[a-z]{2,3}"/></xs:restriction></xs:simpleType></xs:element>')}</xs:element>`,
    '<xs:element name="publication_date" type="xs:dateTime"/>',
    text('title'),
  )}</xs:element>`,
)
const XHTML = schema(
  'http://www.w3.org/1999/xhtml',
  `<xs:element name="link"><xs:complexType>${['rel', 'hreflang', 'href'].map((name) => `<xs:attribute name="${name}" use="required" type="xs:string"/>`).join('')}</xs:complexType></xs:element>`,
)

const IMPORTS = [
  ['http://www.sitemaps.org/schemas/sitemap/0.9', 'sitemap.xsd'],
  ['http://www.google.com/schemas/sitemap-image/1.1', 'image.xsd'],
  ['http://www.google.com/schemas/sitemap-news/0.9', 'news.xsd'],
  ['http://www.w3.org/1999/xhtml', 'xhtml.xsd'],
]

let folder: Promise<string> | undefined

async function schemas(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'copydesk-xsd-'))
  const imports = IMPORTS.map(([namespace, file]) => `<xs:import namespace="${namespace}" schemaLocation="${file}"/>`)
  const all = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xs:schema>`
  const files = { 'all.xsd': all, 'image.xsd': IMAGE, 'news.xsd': NEWS, 'xhtml.xsd': XHTML }
  for (const [name, content] of Object.entries(files)) await writeFile(join(made, name), content)
  const main = createRequire(import.meta.url).resolve('sitemap')
  const root = main.slice(0, main.lastIndexOf(join('sitemap', 'dist')) + 'sitemap'.length)
  await copyFile(join(root, 'schema', 'sitemap.xsd'), join(made, 'sitemap.xsd'))
  return made
}

/** What xmllint reports of a sitemap; empty if it is valid, or there is no xmllint. */
export async function xsdFaults(xml: string): Promise<string> {
  folder ??= schemas()
  const schemaFile = join(await folder, 'all.xsd')
  return new Promise((resolve, reject) => {
    const child = execFile('xmllint', ['--noout', '--nonet', '--schema', schemaFile, '-'], (error, _output, report) => {
      if (error?.code === 'ENOENT') return process.env.CI ? reject(error) : resolve('')
      resolve(error ? report : '')
    })
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(xml)
  })
}
