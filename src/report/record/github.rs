//! Annotations that GitHub shows beside the lines of a change.

use super::{Row, Rows};
use crate::checklist::Consequence;

/// GitHub shows ten of a kind for a step; what comes first is seen.
pub(super) fn write(rows: &Rows<'_>) -> String {
    let mut all: Vec<&Row<'_>> = rows.following().filter(|row| shown(row)).collect();
    all.sort_by_key(|row| row.is_known());
    let mut out = String::new();
    for row in all {
        let command = match row.finding.consequence {
            Consequence::Gap if !row.is_known() => "warning",
            _ => "notice",
        };
        let mut properties = Vec::new();
        let spot = rows.spots(row.finding).into_iter().next();
        let path = rows.path(spot.as_ref().map_or(0, |spot| spot.act));
        properties.push(format!("file={}", property(path)));
        match spot.as_ref().and_then(|spot| rows.region(spot)) {
            Some(region) => {
                properties.push(format!("line={}", region.start_line));
                properties.push(format!("endLine={}", region.end_line));
                // Columns are allowed within one line only.
                if region.start_line == region.end_line {
                    properties.push(format!("col={}", region.start_column));
                    properties.push(format!("endColumn={}", region.end_column));
                }
            }
            None => properties.push("line=1".to_owned()),
        }
        let news = if row.entry.news.is_empty() { String::new() } else { format!(" [{}]", row.entry.news) };
        let title = format!("{} {}: {}{news}", row.entry.id, row.entry.title, row.entry.consequence);
        properties.push(format!("title={}", property(&title)));
        let label = spot.map_or_else(String::new, |spot| format!("{}: ", spot.label));
        let reason = if row.is_known() { format!(" {}", row.entry.accepted) } else { String::new() };
        let message = data(&format!("{label}{}{reason}", row.told()));
        out.push_str(&format!("::{command} {}::{message}\n", properties.join(",")));
    }
    out
}

/// Options are no remark on a change.
fn shown(row: &Row<'_>) -> bool {
    row.finding.consequence != Consequence::Option
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
