/** Milliseconds of each step of each leaf, by the step's name. */
export function stepsOf(
  leaves: readonly { steps?: Readonly<Record<string, number>> | undefined }[],
): Record<string, number[]> {
  const steps: Record<string, number[]> = {}
  for (const leaf of leaves)
    for (const [step, ms] of Object.entries(leaf.steps ?? {})) {
      steps[step] ??= []
      steps[step].push(ms)
    }
  return steps
}
