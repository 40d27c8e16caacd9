/**
 * Frees the memory of a buffer that sharp made, which is empty from then on. Left to itself it waits for V8, which
 * collects the whole heap whenever enough megabytes of buffers have gone by: for pictures every few of them, at some ten
 * milliseconds of CPU.
 */
export function release({ buffer, length }: Uint8Array): void {
  // Never the pool that Node cuts small buffers from.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0)
}
