// The last line of an npm install whose npm runs on an older Node than package.json asks for. npm then prints a page of EBADENGINE
// warnings, which `engines` cannot prevent: each package that npm installs has its own.
import { readFile } from 'node:fs/promises'

const { engines } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
const wanted = versionIn(engines.node)
const npmRunsOn = versionIn(/\bnode\/v(\S+)/.exec(process.env.npm_config_user_agent ?? '')?.[1] ?? '')

if (wanted && npmRunsOn && isOlder(npmRunsOn, wanted))
  console.log(
    `npm runs on Node ${npmRunsOn.join('.')}, so it warns above (EBADENGINE). You can ignore that: the scripts of this project run on Node ${process.versions.node}, which is now installed in node_modules.`,
  )

type Version = [major: number, minor: number]

function versionIn(text: string): Version | null {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(text) ?? []
  return major === undefined || minor === undefined ? null : [Number(major), Number(minor)]
}

function isOlder([major, minor]: Version, [wantedMajor, wantedMinor]: Version): boolean {
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor)
}
