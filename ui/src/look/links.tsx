import { Anchor, Badge, Button, type AnchorProps, type BadgeProps, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { MouseEventHandler, ReactNode, Ref } from 'react'

interface Inner {
  ref?: Ref<HTMLAnchorElement>
  children?: ReactNode
  onClick?: MouseEventHandler<HTMLAnchorElement>
}

/** A button that leads to a page: a real link, with the router's types. */
export const LinkButton = createLink((props: ButtonProps & Inner) => <Button component="a" {...props} />)

/** A word in a text that leads to a page. */
export const LinkText = createLink((props: AnchorProps & Inner) => <Anchor {...props} />)

/** A badge that leads to a page. */
export const LinkBadge = createLink((props: BadgeProps & Inner) => <Badge component="a" {...props} />)
