// Node has WebAssembly; TypeScript keeps its types with the browser's. What the schema engine's loader needs of them:
declare namespace WebAssembly {
  type Exports = Record<string, unknown>
  interface Instance {
    readonly exports: Exports
  }
  function instantiate(bytes: Uint8Array, imports: Record<string, object>): Promise<{ instance: Instance }>
}
