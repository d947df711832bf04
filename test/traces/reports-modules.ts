// Imported before a program: prints which packages of OpenTelemetry it loads.
import { writeSync } from 'node:fs'
import { registerHooks } from 'node:module'

const loaded = new Set<string>()

registerHooks({
  load(url, context, next) {
    const [, name] = /\/node_modules\/(@opentelemetry\/[^/]+)\//.exec(url) ?? []
    if (name !== undefined && !loaded.has(name)) writeSync(1, `loaded ${name}\n`)
    if (name !== undefined) loaded.add(name)
    return next(url, context)
  },
})
