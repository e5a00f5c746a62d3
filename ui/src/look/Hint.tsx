import type { TooltipProps } from '@mantine/core'
import { lazy, Suspense } from 'react'

const Tip = lazy(() => import('./Tip').then((module) => ({ default: module.Tip })))

/** A word of explanation on hover and focus. Comes after the first view, which does not wait for it. */
export function Hint(props: TooltipProps) {
  if (props.disabled || !props.label) return props.children
  return <Suspense fallback={props.children}><Tip {...props} /></Suspense>
}
