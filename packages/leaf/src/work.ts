import type { BrandLoader } from '@contactsheet/brand'
import type { Composed, Look, Owner } from '@contactsheet/compose'
import type { Batch, Column, Leaf, LeafRecord, Output } from '@contactsheet/contract'
import type { Providers } from '@contactsheet/providers'
import type { BatchStore, Original } from '@contactsheet/storage'
import type { AttemptRoom, ByteBudget } from './byte-budget.ts'
import type { ReferencePictures } from './reference-pictures.ts'

/** What the steps of a leaf work with: opened once per process, shared by all its leaves. */
export interface LeafTools {
  store: BatchStore
  providers: Providers
  /** What batches name of a deployment's own. */
  brand: BrandLoader
  /** Pictures that providers are given. */
  references: ReferencePictures
  /** Pictures that wait to be made here come by the turns of those whose they are. */
  compose: (original: Uint8Array, look: Look, outputs: readonly Output[], owner: Owner) => Promise<Composed>
  /** Uses the time until a picture comes to draw its title. Nothing waits for it. */
  drawAhead: (look: Look, outputs: readonly Output[]) => void
  /** What originals of all leaves under way may take of this process's memory. */
  memory: ByteBudget
}

/** What an attempt knows of whether somebody else may be making the same leaf. */
export interface Hold {
  /** False once somebody else may have run it meanwhile. */
  isSure(): boolean
  /** True as long as nobody can have run it before either: nothing of it is in the store. */
  isNew(): boolean
}

/** A leaf under way: what is asked, and what the steps so far have found or made. */
export interface LeafWork {
  readonly batch: Batch
  readonly leaf: Leaf
  readonly hold: Hold
  /** Its record from before its version: what its pictures are made anew of. None of a leaf of the first version. */
  readonly previous: LeafRecord | undefined
  /** Set by `reuse` when the leaf has settled before: nothing is left to do. */
  record?: LeafRecord
  /** What its original may take of the memory. */
  readonly room: AttemptRoom
  /** What is asked to make it: another than the leaf's own once that could not. */
  readonly model: Column
  /** The whole text that the provider is sent. */
  prompt?: string
  /** The provider's picture, fresh or from the store. */
  original?: Omit<Original, 'bytes'>
  /** Its bytes, until it is kept and composed. */
  bytes?: Original['bytes'] | undefined
  /** While the provider is asked: a call that is broken off may still be charged. */
  asking?: boolean
  /** While the original is written. */
  keeping?: Promise<NonNullable<LeafRecord['original']>>
  /** Where the original is kept. */
  kept?: LeafRecord['original']
  /** What whoever looks at the picture should know about it. */
  warnings?: string[]
  /** The finished pictures. */
  composed?: Composed
  /** Where they are. */
  uploaded?: Pick<LeafRecord, 'image' | 'small' | 'outputs'>
}
