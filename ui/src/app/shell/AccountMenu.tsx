import { ActionIcon, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, body } from '@/api/client'
import { LinkItem } from '@/look/links'

export function AccountMenu({ name }: { name: string }) {
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  const navigate = useNavigate()
  const queries = useQueryClient()
  const label = dark ? 'Use light colours' : 'Use dark colours'
  const signOut = async () => {
    await body(api.DELETE('/api/v1/session'))
    queries.clear()
    await navigate({ to: '/sign-in' })
  }
  return (
    <>
      <Tooltip label={label}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
          {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Account of ${name}`}><IconUserCircle size={20} /></ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Signed in as {name}</Menu.Label>
          <LinkItem to="/account" leftSection={<IconUserCircle size={16} />}>Account and tokens</LinkItem>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>Sign out</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
