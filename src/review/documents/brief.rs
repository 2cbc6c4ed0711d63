//! The drafting brief: for each gap what the treaty requires, what is widely recommended and what is a choice, with the
//! provisions that come nearest.

use super::{Draft, Paper, Position, Scene};
use crate::checklist::{Consequence, Translated};
use crate::report::clean;
use crate::report::document::{Document, Style, Words as Run};

pub(super) fn brief(scene: &Scene<'_>) -> Document {
    let words = scene.words;
    let mut draft = scene.begin(Paper::DraftingBrief);
    for (_, title) in scene.clusters() {
        let gaps = scene.positions.iter().filter(|it| it.consequence == Consequence::Gap);
        let gaps: Vec<_> = gaps.filter(|it| scene.title_of_cluster(it) == Some(title.clone())).collect();
        draft.heading_text(1, title);
        if gaps.is_empty() {
            draft.say("no-gaps", &[]);
        }
        for position in gaps {
            instruct(scene, &mut draft, position);
        }
    }
    for adopted in &scene.review.adopted {
        let title = words.say_with("with-pending", &[("x", &scene.law(adopted.law))]);
        draft.heading_text(1, title);
        super::changes::effect(scene, &mut draft, &adopted.changes, Some(adopted));
    }
    scene.not_examined(&mut draft, false);
    draft.finish()
}

fn instruct(scene: &Scene<'_>, draft: &mut Draft<'_>, position: &Position<'_>) {
    let words = scene.words;
    let obligation = position.obligation;
    draft.heading_text(2, format!("{} – {}", scene.article(obligation), words.of(&obligation.title)));
    draft.paragraph(vec![Run::styled(words.of(&obligation.summary), Style::Emphasis)]);
    draft.paragraph(vec![Run::plain(scene.sentence(position))]);
    if !position.is_settled() {
        draft.say("not-settled", &[]);
    }
    scene.quotes(draft, position, 2);
    let near = position.finding.nearest.iter().map(|near| {
        let law = scene.review.texts.laws.get(near.act).map_or_else(String::new, |&law| scene.law(law));
        format!("{law}, {}", clean(&near.label))
    });
    let near: Vec<_> = near.collect();
    if !near.is_empty() {
        draft.labelled("nearest", vec![Run::plain(near.join("; "))]);
    }
    let advice = &obligation.advice;
    let mut part = |key: &str, items: &[Translated]| {
        if !items.is_empty() {
            draft.labelled(key, Vec::new());
            items.iter().for_each(|it| draft.item(0, vec![Run::plain(words.of(it))]));
        }
    };
    part("treaty-requires", &advice.requires);
    part("recommended", &advice.recommended);
    part("policy", &advice.policy);
    draft.fill("fill-instruction", &[]);
}

impl Scene<'_> {
    fn title_of_cluster(&self, position: &Position<'_>) -> Option<String> {
        self.clusters().find(|(cluster, _)| cluster.id == position.obligation.cluster).map(|(_, title)| title)
    }
}
