//! What changed between two assessments: gained, lost, other evidence.

use super::super::texts::Adopted;
use super::{Draft, Paper, Scene};
use crate::comparison::FindingChange;
use crate::report::document::{Document, Words as Run};

pub(super) fn changes(scene: &Scene<'_>) -> Document {
    let mut draft = scene.begin(Paper::Changes);
    match &scene.review.since {
        Some(changes) => {
            draft.heading(1, "since-before");
            effect(scene, &mut draft, changes, None);
        }
        None => draft.say("nothing-to-compare", &[]),
    }
    for adopted in &scene.review.adopted {
        let title = scene.words.say_with("with-pending", &[("x", &scene.law(adopted.law))]);
        draft.heading_text(1, title);
        effect(scene, &mut draft, &adopted.changes, Some(adopted));
    }
    scene.not_examined(&mut draft, false);
    draft.finish()
}

/// The obligations that gained or lost something, or rest on other words.
pub(super) fn effect(
    scene: &Scene<'_>,
    draft: &mut Draft<'_>,
    changes: &[FindingChange],
    adopted: Option<&Adopted>,
) {
    let words = scene.words;
    let mut rows = Vec::new();
    for change in changes {
        let Some(position) = scene.position(&change.obligation) else { continue };
        let cell = |text: String| vec![vec![Run::plain(text)]];
        let titles = |ids: &[String]| {
            let title = |id: &String| {
                let rule = position.obligation.elements.iter().find(|it| it.id == *id);
                rule.map_or_else(|| id.clone(), |rule| words.of(&rule.title))
            };
            ids.iter().map(title).collect::<Vec<_>>().join("; ")
        };
        let mut what = Vec::new();
        let mut say = |key: &str, ids: &[String]| {
            if !ids.is_empty() {
                what.push(vec![Run::plain(words.say_with(key, &[("x", &titles(ids))]))]);
            }
        };
        say("gained", &change.gained);
        say("lost", &change.lost);
        say("other-evidence", &change.other_words);
        let status = |status: crate::checklist::Status| {
            words.say(&format!("found-{}", super::super::decisions::yaml(&status)))
        };
        if change.old.status != change.new.status {
            what.insert(
                0,
                vec![Run::plain(format!("{} → {}", status(change.old.status), status(change.new.status)))],
            );
        }
        if what.is_empty() {
            let text = words.say("other-consequence");
            what.push(vec![Run::plain(text)]);
        }
        let mut row =
            vec![cell(scene.article(position.obligation)), cell(words.of(&position.obligation.title)), what];
        if let Some(adopted) = adopted {
            let found = adopted.assessment.findings.iter().find(|it| it.obligation == change.obligation);
            let mut labels: Vec<String> = Vec::new();
            for evidence in found.map_or(&[][..], |it| &it.evidence) {
                let label = crate::report::clean(&evidence.label);
                if adopted.laws.get(evidence.act) == Some(&adopted.law)
                    && !labels.contains(&label)
                    && labels.len() < 4
                {
                    labels.push(label);
                }
            }
            row.push(cell(labels.join(", ")));
        }
        rows.push(row);
    }
    if rows.is_empty() {
        draft.say("no-change", &[]);
    }
    match adopted {
        Some(_) => draft.table(
            "",
            &[("article-column", 20), ("subject", 24), ("what-changes", 36), ("provision-column", 20)],
            rows,
        ),
        None => draft.table("", &[("article-column", 22), ("subject", 28), ("what-changes", 50)], rows),
    }
}
