import clsx from 'clsx'
import { type ComponentProps, cloneElement, type ReactElement } from 'react'
import styles from './button.module.css'

export interface ButtonStyle {
  /** `primary`: the one thing to do here. `quiet`: no frame until pointed at. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger' | undefined
  /** Square, for an icon alone; such a button needs an `aria-label`. */
  icon?: boolean | undefined
}

function buttonClass({ look = 'plain', icon = false }: ButtonStyle, more?: string): string {
  return clsx(styles.button, styles[look], icon && styles.icon, more)
}

export function Button({
  look,
  icon,
  className,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & ButtonStyle) {
  return <button type={type} className={buttonClass({ look, icon }, className)} {...rest} />
}

/** A link that looks like a button. */
export function ButtonLink({ look, icon, className, children, ...rest }: ComponentProps<'a'> & ButtonStyle) {
  return (
    <a className={buttonClass({ look, icon }, className)} {...rest}>
      {children}
    </a>
  )
}

/** A button that opens a dialog, whose code may still have to come. */
export function withDialog(button: ReactElement, onOpen: () => void): ReactElement {
  return cloneElement(button as ReactElement<ComponentProps<'button'>>, {
    onClick: onOpen,
    'aria-haspopup': 'dialog',
  })
}
