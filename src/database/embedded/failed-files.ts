import type { PGlite } from '@electric-sql/pglite'

type Node = object
type MakeNode = (parent: Node, name: string, mode: number, device: number) => Node

/** What is used of Emscripten's file system */
interface Files {
  lookupNode(parent: Node, name: string): Node
  destroyNode(node: Node): void
}

/**
 * Lets the database create a file later that it could not create, e.g. because the process may open no more files. Emscripten notes the name of a file before it
 * creates it, and does not forget it on failure: until the process ends, the file would exist for those who create it, and not exist for those who open it.
 */
export function forgetFailedFiles({ Module }: Pick<PGlite, 'Module'>): void {
  const files: Files = Module.FS
  const operations: { mknod: MakeNode } = Module.NODEFS.node_ops
  const { mknod } = operations
  operations.mknod = (parent, name, mode, device) => {
    try {
      return mknod(parent, name, mode, device)
    } catch (error) {
      files.destroyNode(files.lookupNode(parent, name))
      throw error
    }
  }
}
