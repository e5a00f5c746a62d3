/** Lines of the globe that are drawn, in degrees. */
export const LONGITUDES = [-150, -120, -90, -60, -30, 0, 30, 60, 90, 120, 150]
export const LATITUDES = [-60, -30, 0, 30, 60]

/** What is shown of the chart's 180 degrees, from the north down: nobody signs in from the ice. */
export const TOP = 6
export const BOTTOM = 148

/** Where a place is on a chart of 360 by 180 degrees, and how big: areas are as the numbers of events. */
export function dot({ latitude, longitude, events }: { latitude: number; longitude: number; events: number }, most: number): { cx: number; cy: number; r: number } {
  const clamp = (value: number, size: number) => Math.min(size, Math.max(-size, value))
  return { cx: clamp(longitude, 180) + 180, cy: Math.min(BOTTOM - 2, Math.max(TOP + 2, 90 - latitude)), r: 2 + 6 * Math.sqrt(events / Math.max(1, most)) }
}
