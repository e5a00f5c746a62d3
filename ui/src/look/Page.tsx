import { Box, Group, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'

interface Props {
  title: string
  /** What stands at the top, where the title of the window says more. */
  heading?: string
  lead?: ReactNode
  actions?: ReactNode
  /** Uses the whole width; for tables and pictures. */
  wide?: boolean
  children: ReactNode
}

/** A page: its name, one line of what it answers, its actions, its content. */
export function Page({ title, heading, lead, actions, wide, children }: Props) {
  useDocumentTitle(`${title} · Portolan`)
  return (
    <Box px={{ base: 'md', md: 'xl' }} py="lg" maw={wide ? undefined : 1320} mx={wide ? undefined : 'auto'}>
      <Group justify="space-between" align="flex-end" mb="md" gap="md">
        <Box style={{ minWidth: 0 }}>
          <Title order={1} size="h3" style={{ overflowWrap: 'anywhere' }}>{heading ?? title}</Title>
          {lead && <Text c="dimmed" size="sm" mt={2} component="div">{lead}</Text>}
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Box>
  )
}
