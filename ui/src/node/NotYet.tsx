import { Text } from '@mantine/core'
import classes from './node.module.css'

/** A list that this version cannot fill, and why. */
export function NotYet({ title, why }: { title: string; why: string }) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>{title}</div>
      <Text size="sm" c="dimmed" p="sm">{why}</Text>
    </section>
  )
}
