import { Center, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconCompassOff, type Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** A place with nothing in it says why, and what to do next. */
export function Empty({ icon: Mark = IconCompassOff, title, children, page }: { icon?: Icon; title: string; children?: ReactNode; /** It is all there is on the page. */ page?: boolean }) {
  return (
    <Center py={48} px="lg">
      <Stack align="center" gap={6} maw={460} ta="center">
        <ThemeIcon size={46} radius="xl" variant="light" color="gray" aria-hidden="true"><Mark size={24} stroke={1.6} /></ThemeIcon>
        <Text fw={600} mt={6} component={page ? 'h1' : 'p'} mb={0}>{title}</Text>
        {children && <Text component="div" size="sm" c="dimmed">{children}</Text>}
      </Stack>
    </Center>
  )
}
