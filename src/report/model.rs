//! What a template sees: plain data, in reading order, every word already chosen.
//!
//! All text is clean: no control characters. Escaping is the template's format's business.

use std::collections::BTreeMap;

use serde::Serialize;

use super::page::ActPage;

/// A whole report.
#[derive(Debug, Serialize)]
pub(super) struct Report<'w> {
    /// Of the report, as `lang` wants it.
    pub(super) language: String,
    /// `ltr` or `rtl`
    pub(super) dir: &'static str,
    /// Headings, labels and sentences of the report's language.
    pub(super) t: &'w BTreeMap<String, String>,
    /// A line for the head of every printed page; empty without one.
    pub(super) classification: String,
    /// The page loads itself anew from its file.
    pub(super) reloads: bool,
    /// Everything is told, nothing folded.
    pub(super) unfolded: bool,
    /// `lacuna 0.1.0`
    pub(super) tool: String,
    pub(super) checklists: Vec<String>,
    pub(super) acts: Vec<ActLine>,
    /// What the texts are about where it is not the treaty's subject.
    pub(super) remarks: Vec<Remark>,
    pub(super) sets: Vec<SetLine>,
    /// What kind of act the texts look like, a sentence.
    pub(super) read_as: String,
    pub(super) summary: Vec<SummaryLine>,
    /// Everything by subject, for those who know their article.
    pub(super) clusters: Vec<Cluster>,
    pub(super) sections: Vec<Section>,
    pub(super) elsewhere: Vec<Elsewhere>,
    /// Entries of the baseline that accept nothing any more, a sentence each.
    pub(super) unused: Vec<String>,
    /// Provisions on which findings rest alone.
    pub(super) bearing: Vec<Bearing>,
    /// Standard persons; empty where nobody asked or the texts have no offence.
    pub(super) persons: Vec<PersonLine>,
    /// The acts themselves; empty when they are left out.
    pub(super) pages: Vec<ActPage>,
    pub(super) notices: Vec<NoticeLine>,
    /// No obligation shown was compared with the authentic treaty text by a person.
    pub(super) unchecked: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct ActLine {
    pub(super) title: String,
    pub(super) path: String,
    /// Country, language, status, date of the text and how many provisions were read.
    pub(super) facts: Vec<String>,
    pub(super) tongue: Tongue,
}

/// The language of words that are not the report's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Tongue {
    /// As `lang` wants it; empty where it is the report's own.
    pub(super) lang: String,
    pub(super) dir: &'static str,
}

/// A provision as its law names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Label {
    pub(super) text: String,
    /// `#a1-sec_6`; empty where the act is not beside the report.
    pub(super) href: String,
    pub(super) tongue: Tongue,
}

/// A sentence about an act as a whole.
#[derive(Debug, Serialize)]
pub(super) struct Remark {
    /// Empty where there is one act only.
    pub(super) title: String,
    pub(super) sentence: String,
}

/// What a checklist calls a set, and who is in it.
#[derive(Debug, Serialize)]
pub(super) struct SetLine {
    pub(super) title: String,
    pub(super) members: Vec<SetMemberLine>,
}

#[derive(Debug, Serialize)]
pub(super) struct SetMemberLine {
    pub(super) label: Label,
    pub(super) limbs: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct SummaryLine {
    /// Names the colour: `met`, `gap`, `to-verify`, `elsewhere`, `option`.
    pub(super) tone: &'static str,
    pub(super) label: String,
    pub(super) count: usize,
    pub(super) items: Vec<SummaryItem>,
}

#[derive(Debug, Serialize)]
pub(super) struct SummaryItem {
    /// Empty for a group of obligations.
    pub(super) id: String,
    pub(super) title: String,
}

/// The obligations of one part of the questionnaire.
#[derive(Debug, Serialize)]
pub(super) struct Cluster {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) items: Vec<ClusterItem>,
}

#[derive(Debug, Serialize)]
pub(super) struct ClusterItem {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) source: String,
    pub(super) tone: &'static str,
    pub(super) result: String,
}

/// Obligations with the same consequence.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    pub(super) tone: &'static str,
    /// A name for links.
    pub(super) key: &'static str,
    pub(super) heading: String,
    pub(super) note: String,
    /// One line an obligation instead of all that is known.
    pub(super) folded: bool,
    pub(super) entries: Vec<Entry>,
}

/// One obligation.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    /// `new`, `worse than accepted`; empty without a baseline.
    pub(super) news: String,
    /// Why it is accepted, where it is.
    pub(super) accepted: String,
    /// What the treaty asks, in our own words.
    pub(super) asks: String,
    /// `Protocol, article 6(1)(a)`
    pub(super) source: String,
    pub(super) cluster: String,
    pub(super) force: String,
    /// `met`, `partial`, `absent`, `conflict`
    pub(super) status_code: String,
    pub(super) status: String,
    /// `gap`, `exceeds` …
    pub(super) consequence_code: String,
    pub(super) consequence: String,
    /// One or two sentences: what the texts hold and what follows.
    pub(super) sentence: String,
    /// The provisions that carry it, first ones first.
    pub(super) carried_by: Labels,
    pub(super) found: Vec<ElementLine>,
    pub(super) narrow: Vec<ElementLine>,
    pub(super) missing: Vec<ElementLine>,
    pub(super) quotes: Vec<Quote>,
    /// Further evidence that is not quoted.
    pub(super) more: Labels,
    pub(super) nearest: Vec<NearestLine>,
    pub(super) notes: Vec<String>,
    pub(super) advice: Vec<AdvicePart>,
}

/// Provisions, at most so many, and how many there are beside.
#[derive(Debug, Default, Serialize)]
pub(super) struct Labels {
    pub(super) shown: Vec<Label>,
    /// `and 3 more`; empty when all are shown.
    pub(super) rest: String,
    /// All of it as text.
    pub(super) text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct ElementLine {
    pub(super) title: String,
    pub(super) essential: bool,
    pub(super) labels: Labels,
    /// How it falls short, each with its code: `… (D6)`.
    pub(super) reasons: Vec<String>,
    /// Limbs found and not found, where the element counts limbs.
    pub(super) covers: Vec<String>,
    pub(super) lacks: Vec<String>,
    /// Members of the set that it does not reach.
    pub(super) left_out: Labels,
}

/// A provision that comes near.
#[derive(Debug, Serialize)]
pub(super) struct NearestLine {
    pub(super) label: Label,
    /// `comes near “duty to check”; lacks: carrier`
    pub(super) sentence: String,
}

/// Words of the law with what stands round them.
#[derive(Debug, Serialize)]
pub(super) struct Quote {
    pub(super) label: Label,
    /// `act.md:12`
    pub(super) place: String,
    pub(super) before: String,
    pub(super) words: String,
    pub(super) after: String,
    /// How the words came to carry the finding, where not by standing there.
    pub(super) via: String,
}

#[derive(Debug, Serialize)]
pub(super) struct AdvicePart {
    pub(super) heading: String,
    pub(super) items: Vec<Wording>,
}

/// Words of the rules, and their language where it is not the report's.
#[derive(Debug, Serialize)]
pub(super) struct Wording {
    pub(super) text: String,
    /// Empty when translated.
    pub(super) lang: String,
}

/// Duties that acts of this kind do not normally carry, and where to look for them.
#[derive(Debug, Serialize)]
pub(super) struct Elsewhere {
    pub(super) places: String,
    pub(super) items: Vec<ElsewhereItem>,
}

#[derive(Debug, Serialize)]
pub(super) struct ElsewhereItem {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) source: String,
    pub(super) cluster: String,
}

/// What rests on one provision alone.
#[derive(Debug, Serialize)]
pub(super) struct Bearing {
    pub(super) label: Label,
    pub(super) heading: String,
    /// Obligations for which nothing would be left.
    pub(super) falls: Vec<Rests>,
    /// Obligations that would lose something essential.
    pub(super) weakens: Vec<Rests>,
}

#[derive(Debug, Serialize)]
pub(super) struct Rests {
    pub(super) id: String,
    pub(super) title: String,
    /// The elements that would go.
    pub(super) elements: Vec<String>,
}

/// A standard person and how the offences stand to it.
#[derive(Debug, Serialize)]
pub(super) struct PersonLine {
    pub(super) title: String,
    pub(super) story: String,
    /// Caught, not caught, open; the empty ones are left out.
    pub(super) groups: Vec<VerdictGroup>,
}

#[derive(Debug, Serialize)]
pub(super) struct VerdictGroup {
    /// `caught`, `not-caught`, `open`
    pub(super) verdict: &'static str,
    pub(super) word: String,
    pub(super) reasons: Vec<Reason>,
}

#[derive(Debug, Serialize)]
pub(super) struct Reason {
    pub(super) because: String,
    pub(super) offences: Labels,
    /// The clause that decides, where it is not the offence itself.
    pub(super) clause: Option<Label>,
}

#[derive(Debug, Serialize)]
pub(super) struct NoticeLine {
    pub(super) place: String,
    pub(super) message: String,
}
