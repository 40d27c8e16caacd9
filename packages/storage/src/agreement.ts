import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ObjectStore } from './object-store.ts'

/** Rounds of an agreement before it is given up. Many who propose at once get in each other's way, ever less. */
const MOST_ROUNDS = 10

const LONGEST_PAUSE_MS = 5_000

const DECIDED = 'decided.'

/** What the keys in the folder of an agreement say. */
interface Notes {
  decided: string | undefined
  /** Highest ballot of anybody; empty if there is none. */
  ballot: string
  /** What was accepted in the highest ballot in which anything was. */
  accepted: { ballot: string; value: string } | undefined
}

/**
 * Lets processes that share nothing but the store agree on one value, once and for good: every call that returns a
 * value returns the same one, whoever makes it, at the same moment or years apart, and whichever of them crash.
 *
 * Why not one write with `If-None-Match: *`? AWS, Cloudflare R2, MinIO and Ceph know it, but Backblaze B2 answers it with
 * 501 (NotImplemented), Garage, whose nodes agree on nothing, cannot know it, and others ignore the header and overwrite:
 * with those a key would stand for two batches and be paid twice. With plain reads and writes no fixed number of steps can
 * settle who was first. What works on every store is Disk Paxos (Gafni and Lamport), with the store as its one reliable
 * disk. A proposer takes a ballot higher than any it sees and writes it down; if no higher one is there then,
 * it writes down the value accepted in the highest earlier ballot, or else its own; if there is still no higher ballot,
 * that value is decided. Whoever comes later finds it accepted and takes it over. All notes are keys that are written
 * once, so that one listing reads them all. A write counts once a listing shows it: OpenStack Swift answers a write whose
 * listing lags behind, under load by seconds, and a proposer who went on would decide what nobody else can see. One whose
 * own note is not shown loses the round instead.
 *
 * @param folder of this agreement alone, ending with a slash
 * @param proposal lower-case letters, digits and dashes
 * @returns undefined if others propose at the same moment, over and over; try again later
 */
export async function agree(
  objects: ObjectStore,
  folder: string,
  proposal: string,
): Promise<string | undefined> {
  const proposer = randomBytes(8).toString('hex')
  const note = (name: string) =>
    objects.put(folder + name, Buffer.from(proposal), { contentType: 'application/octet-stream' })
  let number = 0
  const began = performance.now()
  for (let round = 0; round < MOST_ROUNDS; round++) {
    // By what a round takes on this store, under this load: shorter pauses would only meet the same others again.
    const soFar = performance.now() - began
    if (round > 0) await sleep(Math.random() * Math.min(2 * soFar, LONGEST_PAUSE_MS))
    const before = await read(objects, folder)
    if (before.decided !== undefined) return before.decided
    // Never the same twice, also when no listing has shown the last one yet.
    number = Math.max(number, Number(before.ballot.slice(0, 6))) + 1
    const ballot = `${String(number).padStart(6, '0')}-${proposer}`

    await note(`${ballot}.promised`)
    const promised = await read(objects, folder)
    if (promised.ballot !== ballot) continue

    const value = promised.accepted?.value ?? proposal
    await note(`${ballot}.accepted.${value}`)
    const accepted = await read(objects, folder)
    if (accepted.ballot !== ballot || accepted.accepted?.ballot !== ballot) continue

    // Only spares those who come later the rounds.
    await note(DECIDED + value)
    return value
  }
  return undefined
}

/** What was decided in a folder, if that was noted. Something may be decided without a note. */
export async function decided(objects: ObjectStore, folder: string): Promise<string | undefined> {
  return (await read(objects, folder)).decided
}

/** The value that was decided, if a name in the folder of an agreement is the note of it. */
export function decisionIn(name: string): string | undefined {
  return name.startsWith(DECIDED) ? name.slice(DECIDED.length) : undefined
}

async function read(objects: ObjectStore, folder: string): Promise<Notes> {
  const notes: Notes = { decided: undefined, ballot: '', accepted: undefined }
  // Ascending, so that the last ballot is the highest.
  for await (const key of objects.list(folder)) {
    const name = key.slice(folder.length)
    const decision = decisionIn(name)
    if (decision !== undefined) notes.decided = decision
    else {
      const [ballot = '', phase, value = ''] = name.split('.')
      notes.ballot = ballot
      if (phase === 'accepted') notes.accepted = { ballot, value }
    }
  }
  return notes
}
