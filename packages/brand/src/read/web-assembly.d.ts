/** The parts of WebAssembly used here: its types belong to TypeScript's library for browsers, which nothing else here is meant to see. */
declare namespace WebAssembly {
  class Module {
    private constructor()
  }
  interface Memory {
    readonly buffer: ArrayBuffer
  }
  class RuntimeError extends Error {}
  function compile(bytes: Uint8Array): Promise<Module>
  function instantiate(module: Module): Promise<{ exports: Record<string, unknown> }>
}
