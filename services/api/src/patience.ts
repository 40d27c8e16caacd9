/**
 * What a promise comes to, if it does in time.
 *
 * @param ms longest wait, in milliseconds
 * @throws Error if there is no answer by then; what comes later is dropped
 */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  return Promise.race([promise, expired]).finally(() => clearTimeout(timer))
}
