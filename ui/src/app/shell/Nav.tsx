import { CloseButton, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { AlertsWaiting } from './AlertsWaiting'
import { Compass } from './Compass'
import { navFor } from './nav'
import classes from './Shell.module.css'

export function Nav({ path, version, permissions, onClose }: { path: string; version: string; permissions: readonly string[]; onClose: () => void }) {
  const list = useRef<HTMLDivElement>(null)
  // The menu is longer than many screens: the page that is open is in sight.
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [path])
  return (
    <>
      <Group justify="space-between" wrap="nowrap">
        <Link to="/" className={classes.brand}><Compass /> Portolan</Link>
        <CloseButton hiddenFrom="sm" onClick={onClose} aria-label="Close navigation" c="#c3d3db" />
      </Group>
      <div ref={list}>{navFor(permissions).map((group) => (
        <div key={group.title ?? 'first'}>
          {group.title && <div className={classes.group}>{group.title}</div>}
          {group.items.map(({ to, under, label, icon: Icon }) => {
            const here = under === '/' ? path === '/' : path.startsWith(under)
            return (
              <Link key={label} to={to} className={`${classes.item} ${here ? classes.here : ''}`} aria-current={here ? 'page' : undefined}>
                <Icon size={18} stroke={1.7} aria-hidden="true" /> {label}{under === '/alerts' && <AlertsWaiting />}
              </Link>
            )
          })}
        </div>
      ))}</div>
      <div className={classes.foot}>Portolan {version}</div>
    </>
  )
}
