//! The list of observations and its summary: gaps and challenges, good practices, suggestions, needs of assistance.

use super::{Draft, Paper, Position, Scene};
use crate::checklist::Consequence;
use crate::report::clean;
use crate::report::document::{Document, Style, Words as Run};

/// Passages quoted for an observation.
const QUOTES: usize = 2;

pub(super) fn observations(scene: &Scene<'_>) -> Document {
    let words = scene.words;
    let state = clean(&scene.review.dossier.short);
    let mut draft = scene.begin(Paper::Observations);
    draft.heading(1, "introduction");
    draft.fill("fill-introduction", &[]);
    scene.binding(&mut draft);
    scene.texts_considered(&mut draft);

    draft.heading(1, "observations");
    for (_, title) in scene.clusters() {
        if scene.clusters().count() > 1 {
            draft.heading_text(2, title.clone());
        }
        let level = if scene.clusters().count() > 1 { 3 } else { 2 };
        let mut any = false;
        for position in scene.positions.iter().filter(|it| it.is_settled()) {
            if scene.cluster_title(position).as_deref() == Some(title.as_str()) {
                any = true;
                observe(scene, &mut draft, position, level);
            }
        }
        if !any {
            draft.say("none-agreed", &[]);
        }
    }

    draft.heading(1, "assistance");
    let needs = scene.positions.iter().filter_map(|it| Some((it, it.settled()?.says.assistance.as_ref()?)));
    let rows: Vec<_> = needs
        .map(|(it, need)| {
            let cell = |text: String| vec![vec![Run::plain(text)]];
            vec![cell(scene.article(it.obligation)), cell(words.of(&it.obligation.title)), cell(clean(need))]
        })
        .collect();
    if rows.is_empty() {
        draft.say("no-assistance", &[("s", &state)]);
    }
    draft.table("", &[("article-column", 22), ("subject", 28), ("need", 50)], rows);

    draft.heading(1, "comments");
    draft.fill("fill-comments", &[("s", &state)]);
    scene.not_examined(&mut draft, true);
    draft.finish()
}

fn observe(scene: &Scene<'_>, draft: &mut Draft<'_>, position: &Position<'_>, level: u8) {
    let words = scene.words;
    let Some(decision) = position.settled() else { return };
    let title = words.of(&position.obligation.title);
    draft.heading_text(level, format!("{} – {title}", scene.article(position.obligation)));
    let citations = scene.citations(position);
    if !citations.is_empty() {
        draft.labelled("legislation", vec![Run::plain(citations)]);
    }
    let is_gap = position.consequence == Consequence::Gap;
    match position.is_open() {
        true => draft.say("observation-open", &[]),
        // The challenge says it.
        false if is_gap && decision.says.challenge.is_none() => {}
        false => draft.paragraph(vec![Run::plain(scene.sentence(position))]),
    }
    scene.quotes(draft, position, QUOTES);
    scene.notified(draft, &position.obligation.id);
    let added: Vec<_> = position.agreed_evidence().collect();
    scene.added(draft, &added);
    if is_gap || decision.says.challenge.is_some() {
        draft.labelled("challenge", vec![Run::plain(challenge(scene, position))]);
    }
    if let Some(practice) = &decision.says.good_practice {
        draft.labelled("good-practice", vec![Run::plain(clean(practice))]);
    }
    suggestion(scene, draft, position);
    if let Some(need) = &decision.says.assistance {
        draft.labelled("assistance-label", vec![Run::plain(clean(need))]);
    }
}

/// The challenge in the words of a person, else as drafted.
pub(super) fn challenge(scene: &Scene<'_>, position: &Position<'_>) -> String {
    let own = position.settled().and_then(|it| it.says.challenge.as_deref()).map(clean);
    own.unwrap_or_else(|| scene.sentence(position))
}

fn suggestion(scene: &Scene<'_>, draft: &mut Draft<'_>, position: &Position<'_>) {
    let state = clean(&scene.review.dossier.short);
    if let Some(own) = position.settled().and_then(|it| it.says.suggestion.as_deref()) {
        draft.labelled("suggestion", vec![Run::plain(clean(own))]);
    } else if position.consequence == Consequence::Gap {
        let advice = &position.obligation.advice.requires;
        let key = if advice.is_empty() { "may-consider-legislation" } else { "may-consider" };
        draft.labelled("suggestion", vec![Run::plain(scene.words.say_with(key, &[("s", &state)]))]);
        advice.iter().for_each(|it| draft.item(0, vec![Run::plain(scene.words.of(it))]));
    }
}

pub(super) fn summary(scene: &Scene<'_>) -> Document {
    let words = scene.words;
    let state = clean(&scene.review.dossier.short);
    let mut draft = scene.begin(Paper::Summary);
    scene.binding(&mut draft);
    let settled: Vec<_> = scene.positions.iter().filter(|it| it.is_settled()).collect();
    let mut part = |key: &str, line: &dyn Fn(&Position<'_>) -> Option<String>| {
        draft.heading(1, key);
        let mut any = false;
        for position in &settled {
            let Some(text) = line(position) else { continue };
            any = true;
            let head = format!(
                "{} – {}: ",
                scene.article(position.obligation),
                words.of(&position.obligation.title)
            );
            draft.item(0, vec![Run::styled(head, Style::Strong), Run::plain(text)]);
        }
        if !any {
            draft.say("none-agreed", &[]);
        }
    };
    part("good-practices", &|it| it.settled()?.says.good_practice.as_deref().map(clean));
    part("challenges", &|it| {
        let own = it.settled()?.says.challenge.is_some();
        (own || it.consequence == Consequence::Gap).then(|| challenge(scene, it))
    });
    part("suggestions", &|it| {
        let own = it.settled()?.says.suggestion.as_deref().map(clean);
        let drafted = || {
            let advice: Vec<_> = it.obligation.advice.requires.iter().map(|it| words.of(it)).collect();
            let key = if advice.is_empty() { "may-consider-legislation" } else { "may-consider" };
            let lead = words.say_with(key, &[("s", &state)]);
            (it.consequence == Consequence::Gap)
                .then(|| format!("{lead} {}", advice.join(" ")).trim_end().to_owned())
        };
        own.or_else(drafted)
    });
    part("assistance", &|it| it.settled()?.says.assistance.as_deref().map(clean));
    scene.not_examined(&mut draft, true);
    draft.finish()
}

impl Scene<'_> {
    /// Since when the treaties bind the State, and its reservations.
    fn binding(&self, draft: &mut Draft<'_>) {
        let dossier = &self.review.dossier;
        for it in &dossier.instruments {
            let key = if it.since.is_some() { "bound-since" } else { "bound" };
            let since = it.since.clone().unwrap_or_default();
            let values = [("s", dossier.short.as_str()), ("i", it.name.as_str()), ("x", since.as_str())];
            draft.paragraph(vec![Run::plain(clean(&self.words.say_with(key, &values)))]);
        }
        for it in &dossier.reservations {
            let article = self.words.article(&it.instrument, &it.article);
            let text = self.words.say_with("reservation", &[("a", &article), ("x", &it.text)]);
            draft.paragraph(vec![Run::plain(clean(&text))]);
        }
    }

    fn cluster_title(&self, position: &Position<'_>) -> Option<String> {
        self.clusters().find(|(cluster, _)| cluster.id == position.obligation.cluster).map(|(_, title)| title)
    }
}
