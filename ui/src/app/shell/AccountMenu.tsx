import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { Hint } from '@/look/Hint'

const AccountDropdown = lazy(() => import('./AccountDropdown').then((module) => ({ default: module.AccountDropdown })))

/** Colours, and what one can do with one's own session. */
export function AccountMenu({ name, onKeys }: { name: string; onKeys: () => void }) {
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  const [wanted, setWanted] = useState(false)
  const label = dark ? 'Use light colours' : 'Use dark colours'
  // Another button each time: one that stands alone, one while the menu loads, one that holds it.
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setWanted(false)
    setTimeout(() => button.current?.focus({ preventScroll: true }))
  }
  const account = (
    <ActionIcon ref={button} variant="subtle" color="gray" size="lg" aria-label={`Account of ${name}`} aria-haspopup="menu" onClick={() => setWanted(true)}><IconUserCircle size={20} /></ActionIcon>
  )
  return (
    <>
      <Hint label={label}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
          {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
        </ActionIcon>
      </Hint>
      {wanted ? <Suspense fallback={account}><AccountDropdown name={name} onKeys={onKeys} onClose={close}>{account}</AccountDropdown></Suspense> : account}
    </>
  )
}
