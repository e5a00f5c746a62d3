import type { ReactNode } from 'react'
import classes from './FactList.module.css'

/** Facts by name, in their order; those without a value are left out. */
export function FactList({ facts }: { facts: Readonly<Record<string, ReactNode>> }) {
  return (
    <dl className={classes.facts}>
      {Object.entries(facts).filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false).map(([name, value]) => (
        <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
      ))}
    </dl>
  )
}
