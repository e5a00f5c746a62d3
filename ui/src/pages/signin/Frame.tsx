import { Box, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Compass } from '@/app/shell/Compass'
import classes from './Frame.module.css'

/** The page around signing in: a chart's rhumb lines and one card. */
export function Frame({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <main className={classes.page}>
      <svg className={classes.lines} viewBox="-500 -500 1000 1000" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
        {Array.from({ length: 32 }, (_, at) => (
          <line key={at} x1="0" y1="0" x2="1000" y2="0" transform={`rotate(${at * 11.25})`} className={at % 4 === 0 ? classes.bold : undefined} />
        ))}
        {[120, 250, 380].map((radius) => <circle key={radius} r={radius} />)}
      </svg>
      <Box className={classes.card}>
        <Group gap={10} mb="lg"><span className={classes.mark}><Compass size={26} /></span><Text fw={660} size="lg">Portolan</Text></Group>
        <Stack gap={4} mb="lg">
          <Title order={1} size="h3">{title}</Title>
          <Text size="sm" c="dimmed" component="div">{lead}</Text>
        </Stack>
        {children}
      </Box>
    </main>
  )
}
