import type { Order } from '../order.ts'
import type { Sample } from '../sample.ts'
import type { Stage } from '../stage.ts'
import type { Workload } from '../workload.ts'
import type { Shelf } from './shelf.ts'

/** Who takes part in a workload. It is started once, and stands by while others run. */
export interface Contender {
  /** Column of the table. */
  title: string
  /** Makes the pictures of an order, and clears them away after they have been measured. */
  run(order: Order): Promise<Sample>
}

/** What a contender is given when it is started. */
export interface Surroundings {
  workload: Workload
  stage: Stage
  shelf: Shelf
  /** Takes the release of whatever is opened for it. */
  opened: AsyncDisposableStack
}
