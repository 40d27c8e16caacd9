import clsx from 'clsx'
import { Images, Monitor, Moon, Plus, Rows3, Sun } from 'lucide-react'
import { useLocation } from 'wouter'
import { useStore } from '../lib/store.ts'
import { href } from '../router.ts'
import { THEMES, theme } from '../state/theme.ts'
import { Button } from './button.tsx'
import styles from './header.module.css'

const PAGES = [
  { to: '/', label: 'New batch', icon: Plus },
  { to: '/batches', label: 'Batches', icon: Rows3 },
  { to: '/images', label: 'Gallery', icon: Images },
]

export function Header() {
  const [path] = useLocation()
  return (
    <header className={styles.header}>
      <button type="button" className={styles.skip} onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <a className={styles.brand} href={href('/')} aria-label="Contactsheet">
        <Mark />
        <span>Contactsheet</span>
      </a>
      <nav aria-label="Pages" className={styles.nav}>
        {PAGES.map(({ to, label, icon: Icon }) => (
          <a
            key={to}
            href={href(to)}
            className={clsx(styles.link)}
            aria-current={path === to ? 'page' : undefined}
          >
            <Icon aria-hidden="true" />
            {label}
          </a>
        ))}
      </nav>
      <ThemeButton />
    </header>
  )
}

function Mark() {
  return (
    <svg viewBox="0 0 22 20" className={styles.mark} aria-hidden="true">
      <rect x="0" y="1" width="10" height="8" rx="1.5" />
      <rect x="12" y="1" width="10" height="8" rx="1.5" />
      <rect x="0" y="11" width="10" height="8" rx="1.5" />
      <rect x="12" y="11" width="10" height="8" rx="1.5" className={styles.lit} />
    </svg>
  )
}

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon }

function ThemeButton() {
  const value = useStore(theme)
  const next = THEMES[(THEMES.indexOf(value) + 1) % THEMES.length] ?? 'system'
  const Icon = THEME_ICONS[value]
  const says = `Theme: ${value}. Change to ${next}.`
  return (
    <Button look="quiet" icon aria-label={says} title={says} onClick={() => theme.set(next)}>
      <Icon aria-hidden="true" />
    </Button>
  )
}
