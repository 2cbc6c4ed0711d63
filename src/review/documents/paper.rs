//! The internal working paper: the map of obligations, coverage by subject, the origin of the evidence, the decisions,
//! what stands side by side in several laws. Signs carry what colours would, so that it prints in black.

use std::collections::BTreeMap;

use super::super::decisions::yaml;
use super::super::dossier::Role;
use super::{Draft, Paper, Position, Scene, Standing};
use crate::checklist::{Consequence, Status};
use crate::report::clean;
use crate::report::document::{Document, Style, Words as Run};

/// Notices shown for a text; one that was read badly has thousands.
const NOTICES: usize = 10;

pub(super) fn paper(scene: &Scene<'_>) -> Document {
    let words = scene.words;
    let grades = scene.review.dossier.role != Role::Secretariat;
    let mut draft = scene.begin(Paper::WorkingPaper);
    draft.heading(1, "laws-heading");
    scene.texts_considered(&mut draft);
    if !words.missing.is_empty() {
        let count = words.missing.len().to_string();
        draft.say("untranslated", &[("n", &count)]);
    }

    draft.heading(1, "map");
    draft.say(if grades { "map-note" } else { "map-note-located" }, &[]);
    map(scene, &mut draft, grades);
    if grades {
        draft.heading(1, "coverage");
        coverage(scene, &mut draft);
    }
    draft.heading(1, "provenance");
    provenance(scene, &mut draft);
    draft.heading(1, "side-by-side");
    side_by_side(scene, &mut draft);
    for adopted in &scene.review.adopted {
        let title = words.say_with("with-pending", &[("x", &scene.law(adopted.law))]);
        draft.heading_text(1, title);
        super::changes::effect(scene, &mut draft, &adopted.changes, Some(adopted));
    }
    draft.heading(1, "decisions");
    decisions(scene, &mut draft);
    notices(scene, &mut draft);
    scene.not_examined(&mut draft, false);
    draft.finish()
}

/// `●` addressed, `◐` in part, `○` no provision, `?` open, `–` does not arise or is left to the State.
fn sign(position: &Position<'_>) -> &'static str {
    match (position.consequence, position.status) {
        (Consequence::NotTriggered, _) => "–",
        (Consequence::ToVerify, _) | (_, Status::Conflict) => "?",
        (_, Status::Met) => "●",
        (_, Status::Partial) => "◐",
        (Consequence::Option | Consequence::None | Consequence::Exceeds, Status::Absent) => "–",
        (_, Status::Absent) => "○",
    }
}

fn cell(text: String) -> Vec<Vec<Run>> {
    vec![vec![Run::plain(text)]]
}

fn map(scene: &Scene<'_>, draft: &mut Draft<'_>, grades: bool) {
    let words = scene.words;
    for (cluster, title) in scene.clusters() {
        draft.heading_text(2, title);
        let mut rows = Vec::new();
        for position in scene.positions.iter().filter(|it| it.obligation.cluster == cluster.id) {
            let citations = scene.citations(position);
            let mut row =
                vec![cell(scene.article(position.obligation)), cell(words.of(&position.obligation.title))];
            if grades {
                row.push(vec![vec![Run::styled(sign(position), Style::Strong)]]);
                row.push(cell(words.say(&format!("follows-{}", yaml(&position.consequence)))));
            } else {
                row.push(cell(words.say(if citations.is_empty() { "not-located" } else { "located" })));
            }
            let standing = match position.standing {
                Standing::Undecided => "standing-undecided",
                Standing::Stale => "standing-stale",
                Standing::Proposed => "standing-proposed",
                Standing::Agreed => "standing-agreed",
                Standing::Cleared => "standing-cleared",
            };
            row.extend([cell(words.say(standing)), cell(citations)]);
            rows.push(row);
        }
        let columns: &[(&str, u8)] = match grades {
            true => &[
                ("article-column", 16),
                ("subject", 22),
                ("sign", 8),
                ("follows", 14),
                ("standing", 15),
                ("provisions", 25),
            ],
            false => &[
                ("article-column", 18),
                ("subject", 25),
                ("located-column", 14),
                ("standing", 15),
                ("provisions", 28),
            ],
        };
        draft.table("", columns, rows);
    }
}

fn coverage(scene: &Scene<'_>, draft: &mut Draft<'_>) {
    let words = scene.words;
    let mut rows = Vec::new();
    for (cluster, title) in scene.clusters() {
        let mut signs: Vec<&str> =
            scene.positions.iter().filter(|it| it.obligation.cluster == cluster.id).map(sign).collect();
        let order = ["●", "◐", "○", "?", "–"];
        signs.sort_by_key(|sign| order.iter().position(|it| it == sign));
        let counts = order.iter().map(|sign| (sign, signs.iter().filter(|it| *it == sign).count()));
        let counts: Vec<_> =
            counts.filter(|(_, count)| *count > 0).map(|(sign, count)| format!("{count} {sign}")).collect();
        rows.push(vec![cell(title), cell(signs.join(" ")), cell(counts.join(", "))]);
    }
    draft.table("", &[("cluster", 34), ("coverage-column", 44), ("count", 22)], rows);
    draft.say("signs", &[]);
    draft.say("coverage-note", &[("n", &words.language)]);
}

/// From which text the evidence comes, and the text's own digest.
fn provenance(scene: &Scene<'_>, draft: &mut Draft<'_>) {
    let words = scene.words;
    let review = scene.review;
    let mut rows = Vec::new();
    for (act, &law) in review.texts.laws.iter().enumerate() {
        let rests = scene.positions.iter().filter(|it| it.finding.evidence.iter().any(|it| it.act == act));
        let rests: Vec<_> = rests.map(|it| it.obligation.article.as_str()).collect();
        let sha256 = &review.texts.in_force[act].source.sha256;
        let mut origin = vec![vec![Run::plain(review.dossier.laws[law].file.clone())]];
        origin.push(vec![Run::plain(format!("SHA-256 {}…", sha256.get(..16).unwrap_or(sha256)))]);
        if review.texts.is_translation(act, &review.dossier) {
            origin.push(vec![Run::plain(words.say("read-in-translation"))]);
        }
        rows.push(vec![cell(scene.law(law)), origin, cell(rests.join(", "))]);
    }
    draft.table("", &[("law", 34), ("file", 30), ("carries", 36)], rows);
}

/// Duties that several laws carry, and possible contradictions: which prevails is for people to say.
fn side_by_side(scene: &Scene<'_>, draft: &mut Draft<'_>) {
    let words = scene.words;
    let mut rows = Vec::new();
    for position in &scene.positions {
        let mut laws: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let anchors = position.finding.elements.iter().filter(|it| it.anchor).flat_map(|it| &it.evidence);
        for evidence in anchors.filter_map(|&at| position.finding.evidence.get(at)) {
            let Some(&law) = scene.review.texts.laws.get(evidence.act) else { continue };
            let labels = laws.entry(law).or_default();
            let label = clean(&evidence.label);
            if !labels.contains(&label) && labels.len() < 3 {
                labels.push(label);
            }
        }
        let is_conflict = position.finding.status == Status::Conflict;
        if laws.len() < 2 && !is_conflict {
            continue;
        }
        let lines = laws
            .iter()
            .map(|(law, labels)| vec![Run::plain(format!("{}, {}", scene.law(*law), labels.join(", ")))]);
        let note = words.say(if is_conflict { "contradicts" } else { "both-speak" });
        rows.push(vec![
            cell(format!(
                "{} – {}",
                scene.article(position.obligation),
                words.of(&position.obligation.title)
            )),
            lines.collect(),
            cell(note),
        ]);
    }
    if rows.is_empty() {
        draft.say("nothing-side-by-side", &[]);
    }
    draft.table("", &[("subject", 30), ("provisions", 40), ("notes", 30)], rows);
}

fn decisions(scene: &Scene<'_>, draft: &mut Draft<'_>) {
    let words = scene.words;
    let mut rows = Vec::new();
    for it in &scene.review.decisions.entries {
        let Some(position) = scene.position(&it.obligation) else { continue };
        let capacity = it.capacity.as_deref().map_or_else(String::new, |it| format!(", {it}"));
        let mut what = vec![vec![Run::plain(words.say(&format!("kind-{}", yaml(&it.kind))))]];
        if let Some(reason) = &it.reason {
            what.push(vec![Run::styled(clean(reason), Style::Emphasis)]);
        }
        for dissent in &it.dissent {
            let line =
                words.say_with("dissents", &[("b", &clean(&dissent.by)), ("r", &clean(&dissent.reason))]);
            what.push(vec![Run::plain(line)]);
        }
        let by = clean(&format!("{}{capacity}", it.by));
        let state = words.say(&format!("standing-{}", yaml(&it.state)));
        rows.push(vec![
            cell(scene.article(position.obligation)),
            what,
            cell(by),
            cell(it.date.clone().unwrap_or_default()),
            cell(state),
        ]);
    }
    if rows.is_empty() {
        draft.say("no-decisions", &[]);
    }
    draft.table(
        "",
        &[("article-column", 18), ("decision", 34), ("by", 20), ("date", 13), ("standing", 15)],
        rows,
    );
}

fn notices(scene: &Scene<'_>, draft: &mut Draft<'_>) {
    let notices = &scene.review.assessment.notices;
    if notices.is_empty() {
        return;
    }
    draft.heading(1, "notices");
    draft.say("notices-note", &[]);
    for (act, &law) in scene.review.texts.laws.iter().enumerate() {
        let own: Vec<_> = notices.iter().filter(|it| it.act == act).collect();
        for notice in own.iter().take(NOTICES) {
            let line = format!(
                "{}:{}: {}",
                scene.review.dossier.laws[law].file,
                notice.line,
                clean(&notice.message)
            );
            draft.item(0, vec![Run::plain(line)]);
        }
        if own.len() > NOTICES {
            let count = (own.len() - NOTICES).to_string();
            let line = scene.words.say_with("and-more", &[("n", &count)]);
            draft.item(0, vec![Run::plain(line)]);
        }
    }
}
