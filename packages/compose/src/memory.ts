/**
 * Frees the memory of a picture, which nobody may be using any more and which is empty from then on. Left to itself it waits
 * for V8, which collects the whole heap whenever enough megabytes of buffers have gone by: for pictures every few of them, at
 * 50 to 80 milliseconds of CPU on all threads together.
 */
export function release({ buffer, length }: Uint8Array): void {
  // Never the pool that Node cuts small buffers from: none of them has half of it.
  if (buffer instanceof ArrayBuffer && length > buffer.byteLength / 2) buffer.transfer(0)
}
