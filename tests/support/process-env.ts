/** What a process of a test gets of our own environment: where programs are, and where code is that was compiled before. */
export const PROCESS_ENV = {
  PATH: process.env.PATH ?? '',
  // It takes a third off the start of a process.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
}
