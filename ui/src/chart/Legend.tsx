import classes from './Legend.module.css'

/** What the lines and boxes of a picture mean, as far as they are on it. */
export function Legend({ derived, folds }: { derived: boolean; folds: boolean }) {
  if (!derived && !folds) return null
  return (
    <ul className={classes.legend} aria-label="What the lines and boxes mean">
      {derived && (
        <>
          <li><svg width={30} height={10} aria-hidden="true"><path className={classes.fact} d="M0 5H30" /></svg> Okta says so</li>
          <li>
            <svg width={30} height={10} aria-hidden="true"><path className={classes.rule} d="M0 5H23" /><path className={classes.head} d="M30 5l-8 -4.5v9z" /></svg>
            {' '}worked out from what roles allow; the arrow points at what comes under control
          </li>
        </>
      )}
      {folds && <li><span className={classes.fold} aria-hidden="true" /> stands for several; choose it to see them</li>}
    </ul>
  )
}
