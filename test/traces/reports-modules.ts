// Imported before a program: prints at its end which packages of OpenTelemetry it has loaded.
import { writeSync } from 'node:fs'
import { registerHooks } from 'node:module'

const loaded = new Set<string>()

registerHooks({
  load(url, context, next) {
    const [, name] = /\/node_modules\/(@opentelemetry\/[^/]+)\//.exec(url) ?? []
    if (name !== undefined) loaded.add(name)
    return next(url, context)
  },
})

process.on('exit', () => writeSync(1, [...loaded].map((name) => `loaded ${name}\n`).join('')))
