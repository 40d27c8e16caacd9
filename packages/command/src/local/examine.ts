import type { Invocation } from '@contactsheet/stack/shell'
import type { Check } from '../doctor/check.ts'

export async function* examineHere(_: Invocation): AsyncGenerator<Check> {}
