import { createStore } from '../lib/store.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'contactsheet.theme'

export const theme = createStore<Theme>(load())

/** Shows the page in its theme, now and when it changes, here or in another tab. */
export function followTheme(): void {
  show(theme.get())
  theme.subscribe(() => {
    show(theme.get())
    try {
      localStorage.setItem(KEY, theme.get())
    } catch {
      // A browser that keeps nothing.
    }
  })
  addEventListener('storage', ({ key }) => {
    if (key === KEY) theme.set(load())
  })
}

function show(value: Theme): void {
  if (value === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = value
}

function load(): Theme {
  try {
    const kept = localStorage.getItem(KEY)
    return THEMES.find(theme => theme === kept) ?? 'system'
  } catch {
    return 'system'
  }
}
