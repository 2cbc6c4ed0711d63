//! Written feedback: what was found addressed, what looks like a challenge, and the questions that would settle what the
//! texts leave open. Questions charge nobody and need no agreement; everything else does.

use super::{Draft, Paper, Position, Scene};
use crate::checklist::Consequence;
use crate::report::clean;
use crate::report::document::{Document, Style, Words as Run};

pub(super) fn feedback(scene: &Scene<'_>) -> Document {
    let words = scene.words;
    let mut draft = scene.begin(Paper::Feedback);
    draft.heading(1, "laws-heading");
    scene.texts_considered(&mut draft);

    draft.heading(1, "measures-taken");
    draft.say("measures-note", &[]);
    let taken = |it: &&Position<'_>| {
        it.is_settled()
            && matches!(it.consequence, Consequence::None | Consequence::Exceeds)
            && has_something(scene, it)
    };
    listed(scene, &mut draft, scene.positions.iter().filter(taken), |it| scene.sentence(it));

    draft.heading(1, "successes");
    let says = |it: &&Position<'_>| it.settled().is_some_and(|it| it.says.good_practice.is_some());
    listed(scene, &mut draft, scene.positions.iter().filter(says), |it| {
        it.settled().and_then(|it| it.says.good_practice.as_deref()).map(clean).unwrap_or_default()
    });

    draft.heading(1, "challenges");
    let lacks = |it: &&Position<'_>| it.is_settled() && it.consequence == Consequence::Gap;
    listed(scene, &mut draft, scene.positions.iter().filter(lacks), |it| {
        super::observations::challenge(scene, it)
    });

    draft.heading(1, "clarifications");
    draft.say("clarifications-note", &[("s", &clean(&scene.review.dossier.short))]);
    let mut number = 0;
    let doubts = scene.doubts();
    if !doubts.is_empty() {
        draft.heading(2, "on-texts");
    }
    for (flag, law, positions) in &doubts {
        number += 1;
        let articles: Vec<_> = positions.iter().map(|it| scene.article(it.obligation)).collect();
        let title = scene.law(*law);
        let values = [("x", title.as_str()), ("a", &articles.join("; "))];
        let head = format!("{} {number}. ", words.say("question"));
        let text = words.say_with(&format!("ask-text-{flag}"), &values);
        draft.paragraph(vec![Run::styled(head, Style::Strong), Run::plain(text)]);
        draft.fill("fill-reply", &[("s", &clean(&scene.review.dossier.short))]);
    }
    for (cluster, title) in scene.clusters() {
        let open = scene.positions.iter().filter(|it| it.obligation.cluster == cluster.id && it.is_open());
        let open: Vec<_> = open.filter(|it| !scene.clarifications(it).is_empty()).collect();
        if !open.is_empty() {
            draft.heading_text(2, title);
        }
        for position in open {
            for question in scene.clarifications(position) {
                number += 1;
                let head =
                    format!("{} {number}. {}: ", words.say("question"), scene.article(position.obligation));
                draft.paragraph(vec![Run::styled(head, Style::Strong), Run::plain(question)]);
            }
            scene.notified(&mut draft, &position.obligation.id);
            draft.fill("fill-reply", &[("s", &clean(&scene.review.dossier.short))]);
        }
    }
    if number == 0 {
        draft.say("no-clarifications", &[]);
    }
    scene.not_examined(&mut draft, true);
    draft.finish()
}

/// A definition that is not there and not needed is no measure.
fn has_something(scene: &Scene<'_>, position: &Position<'_>) -> bool {
    position.status != crate::checklist::Status::Absent || !scene.citations(position).is_empty()
}

/// An item for each; a line that there is none.
fn listed<'p>(
    scene: &Scene<'_>,
    draft: &mut Draft<'_>,
    positions: impl Iterator<Item = &'p Position<'p>>,
    sentence: impl Fn(&Position<'_>) -> String,
) {
    let mut any = false;
    for position in positions {
        any = true;
        let title = scene.words.of(&position.obligation.title);
        let head = format!("{} – {title}: ", scene.article(position.obligation));
        draft.item(0, vec![Run::styled(head, Style::Strong), Run::plain(sentence(position))]);
    }
    if !any {
        draft.say("none-agreed", &[]);
    }
}
