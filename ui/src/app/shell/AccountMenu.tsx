import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { Hint } from '@/look/Hint'

const AccountDropdown = lazy(() => import('./AccountDropdown').then((module) => ({ default: module.AccountDropdown })))

/** Colours, and what one can do with one's own session. */
export function AccountMenu({ name }: { name: string }) {
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  const [wanted, setWanted] = useState(false)
  const label = dark ? 'Use light colours' : 'Use dark colours'
  const account = (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Account of ${name}`} aria-haspopup="menu" onClick={() => setWanted(true)}><IconUserCircle size={20} /></ActionIcon>
  )
  return (
    <>
      <Hint label={label}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
          {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
        </ActionIcon>
      </Hint>
      {wanted ? <Suspense fallback={account}><AccountDropdown name={name} onClose={() => setWanted(false)}>{account}</AccountDropdown></Suspense> : account}
    </>
  )
}
