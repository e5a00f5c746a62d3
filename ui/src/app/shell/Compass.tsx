/** The product's mark: a compass rose. Decorative, so hidden from screen readers. */
export function Compass({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="11.8" fill="none" stroke="#e3b65a" strokeOpacity=".6" />
      <path d="M16 2.4 18.8 13.2 29.6 16 18.8 18.8 16 29.6 13.2 18.8 2.4 16 13.2 13.2Z" fill="#f6efe0" />
      <path d="M16 2.4 18.8 13.2 16 16ZM29.6 16 18.8 18.8 16 16ZM16 29.6 13.2 18.8 16 16ZM2.4 16 13.2 13.2 16 16Z" fill="#e3b65a" />
    </svg>
  )
}
