import type { ReactNode } from 'react'
import { count } from '@/format/format'
import classes from './Tiles.module.css'
import { Hint } from '@/look/Hint'

export interface TileOf {
  label: string
  number: number | undefined
  /** What it means, and what to do. */
  help?: string
  tone?: 'bad' | 'fair' | 'plain'
  pressed?: boolean
  onPress?: () => void
  /** Why there is no number. */
  failed?: string
}

/** Numbers in a row; those that filter are buttons. */
export function Tiles({ tiles, label }: { tiles: readonly TileOf[]; label: string }) {
  return (
    <div className={classes.tiles} data-many={tiles.length > 6 || undefined} role="group" aria-label={label}>
      {tiles.map((tile) => (
        <Hint key={tile.label} label={tile.failed ?? tile.help} disabled={!tile.help}>
          <Box tile={tile}>
            <b data-tone={tile.number === 0 ? 'plain' : tile.tone}>{tile.failed ? '?' : tile.number === undefined ? '…' : count(tile.number)}</b>
            <small>{tile.label}</small>
          </Box>
        </Hint>
      ))}
    </div>
  )
}

function Box({ tile, children, ...rest }: { tile: TileOf; children: ReactNode }) {
  if (!tile.onPress) return <div {...rest} className={classes.tile}>{children}</div>
  return <button type="button" {...rest} className={classes.tile} aria-pressed={tile.pressed ?? false} onClick={tile.onPress}>{children}</button>
}
