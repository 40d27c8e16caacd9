/** Names an image among those of all batches. */
export function imageKey(batchId: string, leafId: string): string {
  return `${batchId}/${leafId}`
}
