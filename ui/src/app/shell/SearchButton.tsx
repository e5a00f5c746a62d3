import { Kbd, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import classes from './Shell.module.css'

export function SearchButton({ onClick }: { onClick: () => void }) {
  return (
    <UnstyledButton className={classes.search} onClick={onClick} aria-keyshortcuts="/ Control+K">
      <IconSearch size={16} aria-hidden="true" />
      <span>Search people, groups, apps, tokens…</span>
      <Kbd size="xs" visibleFrom="xs" aria-hidden="true">/</Kbd>
    </UnstyledButton>
  )
}
