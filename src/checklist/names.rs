//! Names that nearly fit: "did you mean …?".

/// Help for a name that is not known: the nearest of the known ones, or all of a short list.
pub fn did_you_mean<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let limit = (name.chars().count() / 3).clamp(1, 3);
    let near =
        known.iter().map(|other| (edits(name, other), *other)).filter(|(edits, _)| *edits <= limit).min();
    match near {
        Some((_, near)) => format!("did you mean `{near}`?"),
        None if known.is_empty() => String::new(),
        None if known.len() <= 20 => format!("known: {}", known.join(", ")),
        None => String::new(),
    }
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // Names are short; longer ones are no slips of the pen.
    if a.len().max(b.len()) > 64 {
        return usize::MAX;
    }
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let best = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if swapped { best.min(rows[i - 2][j - 2] + 1) } else { best }
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_offered_and_far_ones_are_not() {
        let known = ["mandatory", "qualified", "optional"];
        assert_eq!(did_you_mean("mandatry", known), "did you mean `mandatory`?");
        assert_eq!(did_you_mean("qaulified", known), "did you mean `qualified`?");
        assert_eq!(did_you_mean("entry", known), "known: mandatory, qualified, optional");
        assert_eq!(edits("", "abc"), 3);
    }
}
