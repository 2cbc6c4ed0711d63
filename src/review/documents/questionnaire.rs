//! The questionnaire with the answers on which people have agreed: the law, the provision, the quote, and what is left
//! for the State to add.

use super::{Draft, Paper, Position, Scene};
use crate::checklist::{Consequence, Force, Question, Status};
use crate::report::document::{Document, Style, Words as Run};

/// Passages quoted for an obligation.
const QUOTES: usize = 2;

pub(super) fn questionnaire(scene: &Scene<'_>) -> Document {
    let mut draft = scene.begin(Paper::Questionnaire);
    draft.heading(1, "laws-heading");
    scene.texts_considered(&mut draft);
    for (cluster, title) in scene.clusters() {
        draft.heading_text(1, title);
        for question in &cluster.questions {
            ask(scene, &mut draft, question);
        }
    }
    scene.not_examined(&mut draft, true);
    draft.finish()
}

fn ask(scene: &Scene<'_>, draft: &mut Draft<'_>, question: &Question) {
    let words = scene.words;
    draft.heading_text(2, format!("{}. {}", question.id, words.of(&question.text)));
    let positions: Vec<&Position<'_>> =
        question.obligations.iter().filter_map(|id| scene.position(id)).collect();
    let articles: Vec<_> = positions.iter().map(|it| scene.article(it.obligation)).collect();
    draft.labelled("articles", vec![Run::plain(articles.join("; "))]);
    match answer(&positions) {
        Some(key) => draft.labelled("answer", vec![Run::plain(words.say(key))]),
        None => {
            let fill = Run::styled(words.say_with("fill-answer", &[("q", &question.id)]), Style::ToFill);
            draft.labelled("answer", vec![fill]);
        }
    }
    for position in positions.iter().copied().filter(|it| it.is_settled()) {
        tell(scene, draft, position);
    }
    // A yes without a provision is no answer.
    let lacks_provision = |it: &&&Position<'_>| {
        it.is_settled()
            && matches!(it.status, Status::Met | Status::Partial)
            && it.consequence != Consequence::NotTriggered
            && scene.citations(it).is_empty()
    };
    for position in positions.iter().filter(lacks_provision) {
        let title = words.of(&position.obligation.title);
        draft.fill("fill-provision", &[("t", &title)]);
    }
    draft.fill("fill-links", &[]);
    for also in &question.also {
        draft.fill("fill-also", &[("x", &words.of(also))]);
    }
}

/// An obligation of the question: what its provisions say.
fn tell(scene: &Scene<'_>, draft: &mut Draft<'_>, position: &Position<'_>) {
    let words = scene.words;
    let title = format!("{} – {}", scene.article(position.obligation), words.of(&position.obligation.title));
    draft.heading_text(3, title);
    draft.paragraph(vec![Run::plain(scene.sentence(position))]);
    scene.quotes(draft, position, QUOTES);
    scene.notified(draft, &position.obligation.id);
    let added: Vec<_> = position.agreed_evidence().collect();
    scene.added(draft, &added);
    if position.is_open() {
        draft.fill("fill-open", &[]);
    }
}

/// The answer, where people have agreed on all that it rests on.
pub(super) fn answer(positions: &[&Position<'_>]) -> Option<&'static str> {
    let counts = |it: &&&Position<'_>| it.consequence != Consequence::NotTriggered;
    let counting: Vec<_> = positions.iter().filter(counts).collect();
    if positions.iter().any(|it| !it.is_settled() || it.is_open() || it.status == Status::Conflict) {
        return None;
    }
    if counting.is_empty() {
        return Some("answer-not-applicable");
    }
    // The benefit narrows the duty: a law without it answers the question all the same.
    let is_answered = |it: &&&&Position<'_>| {
        it.status == Status::Met
            || matches!(it.consequence, Consequence::None | Consequence::Exceeds)
                && it.obligation.force == Force::Limit
    };
    let met = counting.iter().filter(is_answered).count();
    let is_free = |it: &&&Position<'_>| matches!(it.consequence, Consequence::Option | Consequence::None);
    Some(match met {
        _ if met == counting.len() => "answer-yes",
        0 if counting.iter().all(|it| it.status == Status::Absent) => match counting.iter().all(is_free) {
            true => "answer-no-option",
            false => "answer-no",
        },
        _ => "answer-in-part",
    })
}
