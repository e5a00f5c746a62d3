//! Words that were perhaps meant.

/// At most three words that are one or two typos away, the nearest first.
pub(super) fn near<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Vec<String> {
    let word = word.to_ascii_lowercase();
    let most = if word.len() < 4 { 1 } else { 2 };
    let mut found: Vec<(usize, &str)> = words
        .map(|known| (distance(&word, known), known))
        .filter(|(distance, known)| *distance <= most || word.len() >= 3 && known.starts_with(word.as_str()))
        .collect();
    found.sort();
    found.dedup();
    found
        .into_iter()
        .take(3)
        .map(|(_, known)| known.to_owned())
        .collect()
}

/// How many bytes must be put in, taken out, changed or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
