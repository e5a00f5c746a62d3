import { Button, Group, Text, type ButtonProps } from '@mantine/core'
import { useRef, useState, type ReactNode } from 'react'

interface Props extends ButtonProps {
  children: ReactNode
  /** What the second button says: what will be done. */
  really: string
  /** Said to screen readers in place of the text of the first button. */
  label?: string
  busy?: boolean
  failed?: Error | null
  onSure: () => void
}

/** A button that asks once more before it does what cannot be undone. */
export function Sure({ children, really, label, busy, failed, onSure, ...look }: Props) {
  const [asked, setAsked] = useState(false)
  const first = useRef<HTMLButtonElement>(null)
  const keep = () => {
    setAsked(false)
    // The button that asked comes back, and the focus with it.
    setTimeout(() => first.current?.focus())
  }
  const shown = { size: 'compact-xs', color: 'red', ...look }
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      {failed && <Text size="xs" c="red" role="alert">{failed.message}</Text>}
      {asked ? (
        <>
          <Button {...shown} variant="filled" loading={busy} onClick={onSure} autoFocus>{really}</Button>
          <Button {...shown} color={undefined} variant="default" onClick={keep}>Keep</Button>
        </>
      ) : <Button ref={first} variant="subtle" {...shown} onClick={() => setAsked(true)} aria-label={label}>{children}</Button>}
    </Group>
  )
}
