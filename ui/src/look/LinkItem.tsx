import { Menu, type MenuItemProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ReactNode, Ref } from 'react'

interface Inner {
  ref?: Ref<HTMLAnchorElement>
  children?: ReactNode
}

/** An item of a menu that leads to a page. */
export const LinkItem = createLink((props: MenuItemProps & Inner) => <Menu.Item component="a" {...props} />)
