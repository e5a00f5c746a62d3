import { Kbd, Menu } from '@mantine/core'
import { IconKeyboard, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, body } from '@/api/client'
import { LinkItem } from '@/look/LinkItem'

/** The menu of the account; loaded when it is first opened. */
export function AccountDropdown({ name, onKeys, onClose, children }: { name: string; onKeys: () => void; onClose: () => void; children: ReactElement }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const signOut = async () => {
    const { logout_url: elsewhere } = await body(api.DELETE('/api/v1/session'))
    queries.clear()
    // The identity provider's session ends too; it sends the browser back to the sign-in page.
    if (elsewhere) return window.location.assign(elsewhere)
    await navigate({ to: '/sign-in' })
  }
  return (
    <Menu position="bottom-end" width={200} opened onClose={onClose}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Signed in as {name}</Menu.Label>
        <LinkItem to="/account" leftSection={<IconUserCircle size={16} />}>Account and tokens</LinkItem>
        <Menu.Item leftSection={<IconKeyboard size={16} />} rightSection={<Kbd size="xs">?</Kbd>} onClick={onKeys}>Keys</Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
