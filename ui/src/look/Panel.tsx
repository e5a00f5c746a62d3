import { Box, Group, Text, type BoxProps } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Panel.module.css'

interface Props extends BoxProps {
  title?: ReactNode
  actions?: ReactNode
  children: ReactNode
  flush?: boolean
}

/** A surface with an optional heading; `flush` lets a table reach its edges. */
export function Panel({ title, actions, children, flush, ...rest }: Props) {
  return (
    <Box component="section" className={classes.panel} {...rest}>
      {title && (
        <Group justify="space-between" className={classes.head} wrap="nowrap">
          <Text fw={620} component="h2" size="md">{title}</Text>
          {actions}
        </Group>
      )}
      <Box className={flush ? undefined : classes.body}>{children}</Box>
    </Box>
  )
}
