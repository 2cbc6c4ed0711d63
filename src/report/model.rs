//! What a template sees: plain data, in reading order, every word already chosen.
//!
//! All text is clean: one line, no control characters. Escaping is the template's format's business.

use serde::Serialize;

/// A whole report.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// `lacuna 0.1.0`
    pub(super) tool: String,
    pub(super) checklists: Vec<String>,
    pub(super) acts: Vec<ActLine>,
    pub(super) sets: Vec<SetLine>,
    /// The kinds of act that the texts look like, in words.
    pub(super) kinds: Vec<String>,
    pub(super) summary: Vec<SummaryLine>,
    pub(super) sections: Vec<Section>,
    pub(super) elsewhere: Vec<Elsewhere>,
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
}

/// What a checklist calls a set, and who is in it.
#[derive(Debug, Serialize)]
pub(super) struct SetLine {
    pub(super) title: String,
    /// `section 4(1) (entry)`
    pub(super) members: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct SummaryLine {
    /// Names the colour: `met`, `gap`, `to-verify`, `elsewhere`, `option`.
    pub(super) tone: &'static str,
    pub(super) label: &'static str,
    pub(super) count: usize,
    pub(super) items: Vec<String>,
}

/// Obligations with the same consequence.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    pub(super) tone: &'static str,
    pub(super) heading: &'static str,
    pub(super) note: &'static str,
    /// One line an obligation instead of all that is known.
    pub(super) folded: bool,
    pub(super) entries: Vec<Entry>,
}

/// One obligation.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    /// `Protocol, article 6(1)(a)`
    pub(super) source: String,
    pub(super) force: String,
    pub(super) status: String,
    pub(super) consequence: String,
    /// One or two sentences: what the texts hold and what follows.
    pub(super) sentence: String,
    /// Labels of the provisions that carry it, first ones first.
    pub(super) carried_by: Vec<String>,
    pub(super) found: Vec<ElementLine>,
    pub(super) narrow: Vec<ElementLine>,
    pub(super) missing: Vec<ElementLine>,
    pub(super) quotes: Vec<Quote>,
    /// Labels of further evidence that is not quoted.
    pub(super) more: Vec<String>,
    pub(super) nearest: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) advice: Vec<AdvicePart>,
}

#[derive(Debug, Serialize)]
pub(super) struct ElementLine {
    pub(super) title: String,
    pub(super) essential: bool,
    pub(super) labels: Vec<String>,
    /// How it falls short, each with its code: `… (D6)`.
    pub(super) reasons: Vec<String>,
    /// Limbs found and not found, where the element counts limbs.
    pub(super) covers: Vec<String>,
    pub(super) lacks: Vec<String>,
    /// Members of the set that it does not reach.
    pub(super) left_out: Vec<String>,
}

/// Words of the law with what stands round them.
#[derive(Debug, Serialize)]
pub(super) struct Quote {
    pub(super) label: String,
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
    pub(super) heading: &'static str,
    pub(super) items: Vec<String>,
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
}

#[derive(Debug, Serialize)]
pub(super) struct NoticeLine {
    pub(super) place: String,
    pub(super) message: String,
}
