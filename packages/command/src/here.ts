import type { Invocation } from '@contactsheet/stack/shell'
import type { Check } from './doctor/check.ts'
import type { Unavailable } from './request/left-out.ts'
import type { NotesFolder } from './request/sent.ts'

/** Where an API is: in a system of this command's own, in one beside it on this machine, or anywhere. */
export type Place = 'within' | 'beside' | 'elsewhere'

/** What the repository has that the command runs in: a whole system of its own. A packed command has none of it. */
export interface Here {
  /** The batch that is run where no file is named. */
  defaultFile: string
  /** One that the API of this machine takes, if any is set. */
  token: string | undefined
  /** For notes of what was sent. */
  notes: NotesFolder
  /** Folder of the bucket, if the store is on this machine. */
  bucket: string | undefined
  /** What the keys of this machine cannot make. */
  unavailable: Unavailable
  /**
   * Checks a request as the API of this machine will.
   *
   * @throws UsageError naming every field at fault and what is allowed
   */
  checkRequest(request: unknown, file: string): void
  /** Address of a system that runs here already, by `npm start`. */
  running(): Promise<string | undefined>
  /** Uses that system, or one that is started for this call and stopped afterwards. */
  withSystem(use: (address: string, place: 'within' | 'beside') => Promise<number>): Promise<number>
}

/** Loads it. Configuration that is at fault is thrown as a UsageError. */
export interface Repository {
  open(invocation: Invocation): Promise<Here>
  /** Looks into everything that this machine has of a system, as far as its configuration allows. */
  examine(invocation: Invocation): AsyncIterable<Check>
}
