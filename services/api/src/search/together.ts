/** Hands things over some at a time. */
export async function* together<T>(things: AsyncIterable<T>, count: number): AsyncGenerator<T[]> {
  let some: T[] = []
  for await (const thing of things)
    if (some.push(thing) === count) {
      yield some
      some = []
    }
  if (some.length > 0) yield some
}
