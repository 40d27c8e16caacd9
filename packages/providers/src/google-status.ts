/** Where an error comes in a file, its code can be that of an RPC. */
const RPC_STATUS: readonly number[] = [
  200, // OK
  499, // CANCELLED
  500, // UNKNOWN
  400, // INVALID_ARGUMENT
  504, // DEADLINE_EXCEEDED
  404, // NOT_FOUND
  409, // ALREADY_EXISTS
  403, // PERMISSION_DENIED
  429, // RESOURCE_EXHAUSTED
  400, // FAILED_PRECONDITION
  409, // ABORTED
  400, // OUT_OF_RANGE
  501, // UNIMPLEMENTED
  500, // INTERNAL
  503, // UNAVAILABLE
  500, // DATA_LOSS
  401, // UNAUTHENTICATED
]

/** The HTTP status of an error of Google's, by its code: that, or the number of google.rpc.Code. */
export function statusOf(code: number): number {
  return RPC_STATUS[code] ?? code
}

/** The status of what was canceled. */
export const CANCELED = 499
