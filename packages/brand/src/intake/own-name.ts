import { BRAND_NAME_PATTERN, BRAND_NAME_RULE, type BrandKind, isBuiltIn } from '@contactsheet/contract'
import { clip } from '@contactsheet/contract/text'
import { BrandFault } from '../fault.ts'
import { SINGULAR } from '../names.ts'

/** @throws BrandFault for what is no name, and for the name of what is built in */
export function assertOwnName(kind: BrandKind, name: string): void {
  const told = `"${clip(name)}"`
  if (!BRAND_NAME_PATTERN.test(name))
    throw fault(`${told} cannot name a ${SINGULAR[kind]}: ${BRAND_NAME_RULE}.`)
  if (isBuiltIn(kind, name))
    throw fault(`The ${SINGULAR[kind]} ${told} is built in and stays as it is. Take another name.`)
}

function fault(message: string): BrandFault {
  return new BrandFault(message, [{ field: 'name', message }])
}
