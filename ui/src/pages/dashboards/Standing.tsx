export function Standing() { return null }
