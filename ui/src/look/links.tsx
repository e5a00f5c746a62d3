import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ReactNode, Ref } from 'react'

interface Inner {
  ref?: Ref<HTMLAnchorElement>
  children?: ReactNode
}

/** A button that leads to a page: a real link, with the router's types. */
export const LinkButton = createLink((props: ButtonProps & Inner) => <Button component="a" {...props} />)

/** A word in a text that leads to a page. */
export const LinkText = createLink((props: AnchorProps & Inner) => <Anchor {...props} />)
