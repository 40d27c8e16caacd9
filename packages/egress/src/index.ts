export { type LookupAll, PrivateAddressError } from './address.ts'
export * from './request.ts'
