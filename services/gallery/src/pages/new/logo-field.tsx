import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/calls.ts'
import { changeLook } from '../../state/draft.ts'
import field from '../../ui/field.module.css'
import styles from './more-look.module.css'

/** Which of the deployment's logos a template is given to draw. Nothing, where it has none. */
export function LogoField({ logo }: { logo: string | undefined }) {
  const { data } = useQuery({ queryKey: ['logos'], queryFn: api.logos, staleTime: 300_000 })
  const names = new Set([...(data?.logos ?? []).map(({ id }) => id), ...(logo === undefined ? [] : [logo])])
  if (names.size === 0) return null
  return (
    <label className={styles.text}>
      <span className={styles.label}>Logo</span>
      <select
        className={field.input}
        value={logo ?? ''}
        onChange={event => changeLook({ logo: event.target.value || undefined })}
      >
        <option value="">Template's own</option>
        {[...names].map(name => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}
