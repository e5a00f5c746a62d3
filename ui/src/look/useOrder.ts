import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ColumnDef, OnChangeFn, SortingState } from '@tanstack/react-table'
import { useMemo } from 'react'
import { orderOf, orderWord } from './order'

/** The order that the browser gives the rows, kept in the address; none while rows are missing that would stand between. */
export function useOrder<Row>(columns: readonly ColumnDef<Row, unknown>[], isWhole: boolean): [SortingState, OnChangeFn<SortingState>] {
  const word: string | undefined = useSearch({ strict: false, select: (search) => search.order })
  const navigate = useNavigate()
  const sorting = useMemo((): SortingState => {
    const order = isWhole ? orderOf(word, columns.flatMap(({ id, meta }) => (id === undefined || meta?.server ? [] : [id]))) : undefined
    return order ? [order] : []
  }, [columns, isWhole, word])
  const change: OnChangeFn<SortingState> = (next) => {
    const order = orderWord((typeof next === 'function' ? next(sorting) : next)[0])
    void navigate({ to: '.', search: (now: object) => ({ ...now, order }) as never, replace: true, resetScroll: false })
  }
  return [sorting, change]
}
