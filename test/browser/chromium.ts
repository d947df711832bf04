import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser of the machine, or of CHROMIUM_PATH. It connects only to the pages that it opens. */
export function launchChromium(): Promise<Browser> {
  const executablePath = [process.env.CHROMIUM_PATH ?? '', ...PLACES].find((place) => existsSync(place))
  if (!executablePath)
    throw new Error('There is no Chromium here: apt-get install chromium, or set CHROMIUM_PATH to one.')
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  })
}
