//! What people have still to decide: drafted answers for each question, with the law, the quotes and the open points. A
//! sheet for the table, never filed.

use super::{Draft, Paper, Position, Scene, Standing};
use crate::checklist::{Consequence, Status};
use crate::report::clean;
use crate::report::document::{Document, Style, Words as Run};

/// Passages quoted for a finding.
const QUOTES: usize = 3;

pub(super) fn consideration(scene: &Scene<'_>) -> Document {
    let words = scene.words;
    let mut draft = scene.begin(Paper::ForConsideration);
    for (cluster, title) in scene.clusters() {
        let is_here = |id: &String| scene.position(id).is_some_and(|it| !it.is_settled());
        if !cluster.questions.iter().any(|question| question.obligations.iter().any(is_here)) {
            continue;
        }
        draft.heading_text(1, title);
        for question in &cluster.questions {
            let open = question.obligations.iter().filter_map(|id| scene.position(id));
            let open: Vec<_> = open.filter(|it| !it.is_settled()).collect();
            if open.is_empty() {
                continue;
            }
            draft.heading_text(2, format!("{}. {}", question.id, words.of(&question.text)));
            for position in open {
                consider(scene, &mut draft, position);
            }
        }
    }
    scene.not_examined(&mut draft, false);
    draft.finish()
}

fn consider(scene: &Scene<'_>, draft: &mut Draft<'_>, position: &Position<'_>) {
    let words = scene.words;
    let obligation = position.obligation;
    let title = format!("{} – {}", scene.article(obligation), words.of(&obligation.title));
    draft.heading_text(3, title);
    draft.paragraph(vec![Run::styled(words.of(&obligation.summary), Style::Emphasis)]);
    if let Some(decision) = position.decision {
        let key = if position.standing == Standing::Stale { "was-decided" } else { "is-proposed" };
        let kind = words.say(&format!("kind-{}", super::super::decisions::yaml(&decision.kind)));
        let (by, date) = (clean(&decision.by), decision.date.clone().unwrap_or_default());
        let reason = decision.reason.as_deref().map(clean).unwrap_or_default();
        let values = [("k", kind.as_str()), ("b", by.as_str()), ("d", date.as_str()), ("r", reason.as_str())];
        draft.labelled("decision", vec![Run::plain(words.say_with(key, &values))]);
        for dissent in &decision.dissent {
            let values = [("b", clean(&dissent.by)), ("r", clean(&dissent.reason))];
            let values: Vec<_> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
            draft.labelled("dissent", vec![Run::plain(words.say_with("dissents", &values))]);
        }
    }
    draft.labelled("drafted", vec![Run::plain(scene.sentence(position))]);
    scene.quotes(draft, position, QUOTES);
    scene.notified(draft, &obligation.id);
    scene.added(draft, &position.added);
    for flag in &position.finding.flags {
        draft.item(0, vec![Run::plain(words.flag(flag, obligation))]);
    }
    let near = position.finding.nearest.iter().map(|near| {
        let law = scene.review.texts.laws.get(near.act).map_or_else(String::new, |&law| scene.law(law));
        format!("{law}, {}", clean(&near.label))
    });
    let near: Vec<_> = near.collect();
    if !near.is_empty() && position.status != Status::Met {
        draft.labelled("nearest", vec![Run::plain(near.join("; "))]);
    }
    let questions = if position.is_open() { scene.clarifications(position) } else { Vec::new() };
    if !questions.is_empty() {
        draft.labelled("to-clarify", vec![Run::plain(questions.join(" "))]);
    }
    if position.consequence == Consequence::Exceeds {
        draft.say("candidate-practice", &[]);
    }
    draft.fill("fill-decision", &[("o", &obligation.id)]);
}
