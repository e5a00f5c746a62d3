/** Bars that are chosen, from the one where choosing began to the one where it stands. */
export interface Chosen {
  first: number
  last: number
}

/**
 * What a key makes of the chosen bars: arrows, Home and End go to a bar, with Shift they take in those between. The last
 * bar is the newest, where one begins. Nothing for other keys.
 */
export function barKey(chosen: Chosen | undefined, key: string, isShift: boolean, bars: number): Chosen | undefined {
  const newest = bars - 1
  if (newest < 0) return undefined
  const at = chosen?.last
  const to: Record<string, number> = {
    ArrowLeft: at === undefined ? newest : at - 1, ArrowRight: at === undefined ? newest : at + 1,
    PageUp: (at ?? newest) - 10, PageDown: (at ?? newest) + 10, Home: 0, End: newest,
  }
  const wanted = to[key]
  if (wanted === undefined) return undefined
  const last = Math.min(newest, Math.max(0, wanted))
  return { first: isShift && chosen ? chosen.first : last, last }
}
