// Node has WebAssembly, but TypeScript has its types only with the browser's. These are the ones that the schema engine's loader needs:
declare namespace WebAssembly {
  type Exports = Record<string, unknown>
  interface Instance {
    readonly exports: Exports
  }
  function instantiate(bytes: Uint8Array, imports: Record<string, object>): Promise<{ instance: Instance }>
}
