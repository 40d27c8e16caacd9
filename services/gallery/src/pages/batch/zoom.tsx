import styles from './zoom.module.css'

/** Size of the pictures: 0 for the smallest, 1 for the largest, undefined to fit all models in. */
export function Zoom({
  value,
  onChange,
}: {
  value: number | undefined
  onChange: (zoom: number | undefined) => void
}) {
  return (
    <div className={styles.zoom}>
      <input
        type="range"
        aria-label="Size of the pictures"
        min={0}
        max={1}
        step={0.02}
        value={value ?? 0.5}
        onChange={event => onChange(Number(event.target.value))}
      />
      <button type="button" disabled={value === undefined} onClick={() => onChange(undefined)}>
        Fit
      </button>
    </div>
  )
}
