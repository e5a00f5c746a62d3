export function Admins() { return null }
