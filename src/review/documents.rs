//! A review → its documents, as [`Document`]s without a format.

mod brief;
mod changes;
mod consideration;
mod draft;
mod feedback;
mod observations;
mod paper;
mod questionnaire;
mod wording;

use super::Review;
use serde::Serialize;

use super::dossier::{Instrument, LawStatus, Person, Role};
use super::position::{Position, Standing};
use super::words::Words;
use crate::checklist::{AskedCluster, Obligation};
use crate::report::clean;
use crate::report::document::{Document, Style, Words as Run};
use draft::Draft;

/// A document of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paper {
    Questionnaire,
    Feedback,
    Observations,
    Summary,
    ForConsideration,
    DraftingBrief,
    WorkingPaper,
    Changes,
}

impl Paper {
    /// All of them, in the order of the procedure.
    pub const ALL: [Paper; 8] = [
        Paper::Questionnaire,
        Paper::Feedback,
        Paper::Observations,
        Paper::Summary,
        Paper::ForConsideration,
        Paper::DraftingBrief,
        Paper::WorkingPaper,
        Paper::Changes,
    ];

    /// Its name in commands and file names.
    pub fn name(self) -> &'static str {
        match self {
            Paper::Questionnaire => "questionnaire",
            Paper::Feedback => "feedback",
            Paper::Observations => "observations",
            Paper::Summary => "summary",
            Paper::ForConsideration => "for-consideration",
            Paper::DraftingBrief => "drafting-brief",
            Paper::WorkingPaper => "working-paper",
            Paper::Changes => "changes",
        }
    }

    /// Whether it is filed in the procedure: it then holds what people agreed on, and nothing else.
    pub fn is_filed(self) -> bool {
        matches!(self, Paper::Questionnaire | Paper::Feedback | Paper::Observations | Paper::Summary)
    }

    /// The documents of a role. [`Paper::Changes`] comes where there is something to compare with.
    pub fn of(role: Role) -> &'static [Paper] {
        use Paper::*;
        match role {
            Role::StateUnderReview => {
                &[Questionnaire, ForConsideration, DraftingBrief, WorkingPaper, Changes]
            }
            Role::Reviewer => &Paper::ALL,
            Role::Drafter => &[DraftingBrief, ForConsideration, WorkingPaper, Changes],
            Role::Secretariat => &[Questionnaire, Summary, WorkingPaper, Changes],
        }
    }
}

impl Review<'_> {
    /// Composes a document.
    pub fn document(&self, paper: Paper, words: &Words<'_>) -> Document {
        let scene = Scene { review: self, words, positions: self.positions() };
        match paper {
            Paper::Questionnaire => questionnaire::questionnaire(&scene),
            Paper::Feedback => feedback::feedback(&scene),
            Paper::Observations => observations::observations(&scene),
            Paper::Summary => observations::summary(&scene),
            Paper::ForConsideration => consideration::consideration(&scene),
            Paper::DraftingBrief => brief::brief(&scene),
            Paper::WorkingPaper => paper::paper(&scene),
            Paper::Changes => changes::changes(&scene),
        }
    }
}

/// What a Word template of the user may name.
#[derive(Debug, Serialize)]
pub struct TemplateValues<'a> {
    /// The whole document: `{{p document }}`.
    document: &'a Document,
    /// `observations`, `summary` …
    paper: &'static str,
    title: &'a str,
    subtitle: &'a str,
    language: &'a str,
    classification: &'a str,
    mark: &'a str,
    state: StateValues<'a>,
    reviewers: &'a [String],
    people: &'a [Person],
    instruments: &'a [Instrument],
    laws: Vec<LawValues<'a>>,
}

#[derive(Debug, Serialize)]
struct StateValues<'a> {
    country: &'a str,
    name: &'a str,
    short: &'a str,
}

#[derive(Debug, Serialize)]
struct LawValues<'a> {
    title: String,
    date: &'a str,
    as_at: &'a str,
    status: LawStatus,
}

impl Review<'_> {
    /// What a template of the user may name, for one document.
    pub fn template_values<'a>(&'a self, document: &'a Document, paper: Paper) -> TemplateValues<'a> {
        let dossier = &self.dossier;
        let law = |(at, law): (usize, &'a super::dossier::Law)| LawValues {
            title: clean(
                &law.title
                    .clone()
                    .unwrap_or_else(|| self.texts.act(at).map_or_else(String::new, |act| act.title.clone())),
            ),
            date: law.date.as_deref().unwrap_or(""),
            as_at: law.as_at.as_deref().unwrap_or(""),
            status: law.status,
        };
        TemplateValues {
            document,
            paper: paper.name(),
            title: &document.title,
            subtitle: &document.subtitle,
            language: &document.language,
            classification: &document.classification,
            mark: &document.mark,
            state: StateValues { country: &dossier.country, name: &dossier.state, short: &dossier.short },
            reviewers: &dossier.reviewers,
            people: &dossier.people,
            instruments: &dossier.instruments,
            laws: dossier.laws.iter().enumerate().map(law).collect(),
        }
    }
}

/// What every document is composed from.
struct Scene<'a> {
    review: &'a Review<'a>,
    words: &'a Words<'a>,
    positions: Vec<Position<'a>>,
}

impl<'a> Scene<'a> {
    /// A document with its title and the table that says of what it is.
    fn begin(&self, paper: Paper) -> Draft<'a> {
        let (words, dossier) = (self.words, &self.review.dossier);
        let mut draft = Draft::new(words, &words.say(&format!("title-{}", paper.name())));
        draft.document.subtitle = clean(&dossier.state);
        draft.document.classification = match (paper.is_filed(), dossier.classification.is_empty()) {
            (false, true) => words.say("working-paper"),
            _ => clean(&dossier.classification),
        };
        // A text is cleared when all that people can clear in it is: nothing is left open or unsettled.
        let is_cleared = self.positions.iter().all(|it| it.standing == Standing::Cleared);
        if !is_cleared || !paper.is_filed() {
            draft.document.mark = words.say(if paper.is_filed() { "draft" } else { "internal" });
        }
        let clusters: Vec<_> = self.clusters().map(|(_, title)| title).collect();
        let mut rows = vec![
            ("state", vec![Run::plain(clean(&dossier.state))]),
            ("reviewers", self.reviewers()),
            ("instrument", vec![Run::plain(self.words.of(&self.review.questionnaire.title))]),
            ("cluster", vec![Run::plain(clusters.join("; "))]),
            ("date", vec![Run::styled(words.say("fill-date"), Style::ToFill)]),
        ];
        for person in &dossier.people {
            let of = person.of.as_deref().map_or_else(String::new, |of| format!(", {of}"));
            let line = format!("{}, {}{of}", person.name, person.capacity);
            rows.push(("person", vec![Run::plain(clean(&line))]));
        }
        let rows = rows
            .into_iter()
            .map(|(key, value)| vec![vec![vec![Run::styled(words.say(key), Style::Strong)]], vec![value]]);
        draft.table("", &[("", 30), ("", 70)], rows.collect());
        draft.say(&format!("about-{}", paper.name()), &[("s", &clean(&dossier.short))]);
        draft
    }

    fn reviewers(&self) -> Vec<Run> {
        match self.review.dossier.reviewers.as_slice() {
            [] => vec![Run::styled(self.words.say("fill-reviewers"), Style::ToFill)],
            names => vec![Run::plain(clean(&names.join("; ")))],
        }
    }

    /// The clusters under review with their titles, in the order of the questionnaire.
    fn clusters(&self) -> impl Iterator<Item = (&'a AskedCluster, String)> {
        let asked = self.review.questionnaire.clusters.iter();
        let (review, words) = (self.review, self.words);
        asked.filter(|it| review.dossier.is_under_review(&it.id)).map(move |cluster| {
            let lists = review.rules.checklists.iter();
            let title = lists.flat_map(|list| &list.clusters).find(|(id, _)| *id == cluster.id);
            (cluster, title.map_or_else(|| cluster.id.clone(), |(_, title)| words.of(title)))
        })
    }

    fn position(&self, obligation: &str) -> Option<&Position<'a>> {
        self.positions.iter().find(|it| it.obligation.id == obligation)
    }

    /// The title of a law, as the State cites it.
    fn law(&self, law: usize) -> String {
        let stated = self.review.dossier.laws.get(law).and_then(|it| it.title.clone());
        let own = || self.review.texts.act(law).map_or_else(String::new, |act| act.title.clone());
        clean(&stated.unwrap_or_else(own))
    }

    /// `Protocol, article 6(1)(a)`
    fn article(&self, obligation: &Obligation) -> String {
        self.words.article(&obligation.instrument, &obligation.article)
    }

    /// Which texts were considered.
    fn texts_considered(&self, draft: &mut Draft<'_>) {
        let words = self.words;
        let dossier = &self.review.dossier;
        let mut rows = Vec::new();
        for (at, law) in dossier.laws.iter().enumerate() {
            let read = self.review.texts.laws.contains(&at);
            let mut notes = vec![words.say(match law.status {
                LawStatus::InForce => "status-in-force",
                LawStatus::Bill => "status-bill",
                LawStatus::NotCommenced => "status-not-commenced",
                LawStatus::Repealed => "status-repealed",
                LawStatus::Expired => "status-expired",
            })];
            let mut note = |key: &str, value: &Option<String>| {
                notes.extend(value.as_ref().map(|it| words.say_with(key, &[("x", &clean(it))])));
            };
            note("since", &law.in_force_since);
            note("as-at", &law.as_at);
            note("taken-from", &law.source);
            if let Some(translation) = &law.translation {
                let kind = words.say(translation_key(translation.kind));
                let of = translation.law.map_or_else(|| clean(&translation.of), |it| self.law(it));
                notes.push(words.say_with("translation-of", &[("k", &kind), ("x", &of)]));
                notes.push(words.say(if read { "read-in-translation" } else { "beside-original" }));
            }
            let language = self.review.texts.act(at).map_or("", |act| act.source.language.as_str());
            let cell = |text: String| vec![vec![Run::plain(text)]];
            let dates = law.date.clone().unwrap_or_default();
            rows.push(vec![
                cell(self.law(at)),
                cell(dates),
                cell(language.to_owned()),
                cell(notes.join("; ")),
            ]);
        }
        let columns = [("law", 36), ("date", 13), ("language", 15), ("notes", 36)];
        draft.table("texts-considered", &columns, rows);
    }

    /// What the document does not cover: articles that nobody looks for, texts that were not at hand, findings on which
    /// people have not agreed.
    fn not_examined(&self, draft: &mut Draft<'_>, is_filed: bool) {
        let words = self.words;
        draft.heading(1, "not-examined");
        draft.say("not-examined-note", &[]);
        for (cluster, title) in self.clusters() {
            for it in &cluster.not_examined {
                let article = words.article(&it.instrument, &it.article);
                draft.item(0, vec![Run::plain(format!("{article} – {}", words.of(&it.title)))]);
            }
            if cluster.not_examined.is_empty() {
                draft.item(0, vec![Run::plain(words.say_with("nothing-not-examined", &[("x", &title)]))]);
            }
        }
        let dossier = &self.review.dossier;
        if !dossier.not_supplied.is_empty() {
            draft.heading(2, "not-supplied");
            dossier.not_supplied.iter().for_each(|it| draft.item(0, vec![Run::plain(clean(it))]));
        }
        if is_filed {
            let unsettled: Vec<_> = self.positions.iter().filter(|it| !it.is_settled()).collect();
            if !unsettled.is_empty() {
                draft.heading(2, "not-yet-agreed");
                draft.say("not-yet-agreed-note", &[]);
                for it in unsettled {
                    let title = words.of(&it.obligation.title);
                    draft.item(0, vec![Run::plain(format!("{} – {title}", self.article(it.obligation)))]);
                }
            }
        }
        if self.positions.iter().any(|it| it.obligation.text_checked.is_none()) {
            draft.say("unchecked", &[]);
        }
    }
}

fn translation_key(kind: super::TranslationKind) -> &'static str {
    match kind {
        super::TranslationKind::Official => "official",
        super::TranslationKind::Unofficial => "unofficial",
        super::TranslationKind::Machine => "machine",
    }
}
