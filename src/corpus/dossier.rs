//! The laws that a scan found, proposed as the dossier of a review, for a person to complete.

use super::scan::{Scan, ScannedAct};

/// What a review knows of a text's standing.
const STATUSES: [&str; 5] = ["in-force", "bill", "not-commenced", "repealed", "expired"];

impl Scan {
    /// YAML that `lacuna review` reads, at most so many laws of it, best first. What the texts do not say is
    /// marked for a person.
    pub fn dossier(&self, top: usize) -> String {
        let countries: Vec<&str> = self.acts.iter().filter_map(|act| act.country.as_deref()).collect();
        let country = countries.first().copied().unwrap_or("XX");
        let mut out =
            "# Proposed by lacuna scan: complete what is marked, take out what does not belong.\n".to_owned();
        out.push_str("schema: 1\nrole: reviewer  # or state-under-review, drafter, secretariat\nstate:\n");
        out.push_str(&format!("  country: {}{}\n", quoted(country), mark(countries.is_empty())));
        out.push_str(&format!("  name: {}  # to complete: the State's name\n", quoted(country)));
        let (laws, others): (Vec<&ScannedAct>, Vec<&ScannedAct>) =
            self.acts.iter().take(top).partition(|act| {
                act.territory.is_none() && act.country.as_deref().is_none_or(|it| it == country)
            });
        out.push_str(if laws.is_empty() { "laws: []\n" } else { "laws:\n" });
        for act in laws {
            out.push_str(&law(act));
        }
        if !others.is_empty() {
            out.push_str("# Law of other States, territories or federal units, which is not this State's:\n");
            for act in others {
                out.push_str(&format!("#   {}\n", quoted(&act.path)));
            }
        }
        out
    }
}

fn law(act: &ScannedAct) -> String {
    let duties = act.obligations.iter().take(8).map(|it| it.obligation.as_str()).collect::<Vec<_>>();
    let more = if act.obligations.len() > duties.len() { " …" } else { "" };
    let status = act.status.as_deref().filter(|status| STATUSES.contains(status));
    let mut out = format!("  - file: {}\n    title: {}\n", quoted(&act.path), quoted(&act.title));
    out.push_str(&format!("    language: {}\n", quoted(&act.language)));
    for (name, value) in [("date", &act.date), ("as-at", &act.as_at), ("source", &act.address)] {
        if let Some(value) = value {
            out.push_str(&format!("    {name}: {}\n", quoted(value)));
        }
    }
    out.push_str(&format!("    status: {}{}\n", status.unwrap_or("in-force"), mark(status.is_none())));
    out.push_str(&format!("    # {}{more}\n", duties.join(" ")));
    out
}

fn mark(unknown: bool) -> &'static str {
    if unknown { "  # to check: the texts do not say it" } else { "" }
}

/// A scalar that YAML reads as written, whatever stands in it: JSON is YAML.
fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    serde_json::to_string(&text).unwrap_or_default()
}
