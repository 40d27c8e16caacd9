/** What keys do. */
export function KeyList({
  keys,
  className,
}: {
  keys: readonly (readonly [key: string, does: string])[]
  className?: string | undefined
}) {
  return (
    <dl className={className} aria-label="Keys">
      {keys.map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}
