//! The tree of a law: an arena of provisions in document order, and what was read in them.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::source::Source;
use crate::span::Span;

/// The place of a provision in [`Act::provisions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProvisionId(pub u32);

impl ProvisionId {
    /// The act itself, always the first provision.
    pub const ACT: ProvisionId = ProvisionId(0);

    /// The index into the arena.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a provision is, in the words of Akoma Ntoso.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The whole text.
    Act,
    /// Title, long title, preamble and enacting words before the first provision.
    Preface,
    Book,
    Title,
    Part,
    Chapter,
    Division,
    Subdivision,
    Schedule,
    /// A heading that groups provisions and has no number ("Miscellaneous").
    Group,
    /// A main unit, cited by its number alone in most of the Commonwealth.
    Section,
    /// A main unit of civil-law acts, and of constitutions and schedules elsewhere.
    Article,
    Subsection,
    Paragraph,
    Subparagraph,
    Clause,
    Subclause,
    Item,
    Point,
    /// An entry of a definition list; its number is the defined term.
    Definition,
    Proviso,
    /// A paragraph without a number.
    Text,
}

impl Kind {
    /// A section or an article: the unit by which the law is cited.
    pub fn is_main_unit(self) -> bool {
        matches!(self, Kind::Section | Kind::Article)
    }

    /// Something that holds main units: the act, a book, part, chapter, schedule …
    pub fn is_division(self) -> bool {
        self <= Kind::Group
    }

    /// The name in output and in YAML, `subsection`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Act => "act",
            Kind::Preface => "preface",
            Kind::Book => "book",
            Kind::Title => "title",
            Kind::Part => "part",
            Kind::Chapter => "chapter",
            Kind::Division => "division",
            Kind::Subdivision => "subdivision",
            Kind::Schedule => "schedule",
            Kind::Group => "group",
            Kind::Section => "section",
            Kind::Article => "article",
            Kind::Subsection => "subsection",
            Kind::Paragraph => "paragraph",
            Kind::Subparagraph => "subparagraph",
            Kind::Clause => "clause",
            Kind::Subclause => "subclause",
            Kind::Item => "item",
            Kind::Point => "point",
            Kind::Definition => "definition",
            Kind::Proviso => "proviso",
            Kind::Text => "text",
        }
    }
}

/// Whether a provision is law.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// Law, as far as the text shows.
    #[default]
    Live,
    /// "Repealed", "omitted", "deleted": kept for its number, no law.
    Repealed,
}

/// One numbered or unnumbered piece of a law with everything below it.
#[derive(Clone, Debug)]
pub struct Provision {
    pub kind: Kind,
    /// The number as printed, without brackets, dots or words (`6`, `5AA`, `a`, `iv`); for a
    /// definition the term; empty without one.
    pub num: String,
    /// As a lawyer cites it, main unit first: `section 6(1)(a)`, `Part 2`, `Schedule 1, paragraph 4`.
    pub label: String,
    /// The number of the main unit it stands in: folded, Western digits, no words or marks (`6`,
    /// `1324c`); empty outside main units. For text inserted into another law, the inserted number.
    pub unit: String,
    /// Heading or marginal note.
    pub heading: Option<Span>,
    /// Akoma Ntoso identifier, unique in the act: `part_2__sec_6__subsec_1__para_a`.
    pub eid: String,
    pub parent: Option<ProvisionId>,
    pub children: Vec<ProvisionId>,
    /// Last provision below this one, itself where it has none: `id..=last` is the subtree.
    pub last: ProvisionId,
    /// From the first byte of its number or heading to the last byte of its last descendant.
    pub span: Span,
    /// The number with its brackets, where one is printed.
    pub marker: Option<Span>,
    /// Its own words before its first child, a span for each line of the source (without marker,
    /// heading, line ends and page furniture).
    pub intro: Vec<Span>,
    /// Its own words after its last child: "shall be guilty of an offence".
    pub wrap_up: Vec<Span>,
    /// Text that this act inserts into another law, and everything below it.
    pub quoted: bool,
    pub force: Force,
}

impl Provision {
    /// Whether its number is a figure, as those of paragraphs are, and no letter, as those of items are.
    pub fn has_figure(&self) -> bool {
        self.num.chars().next().is_some_and(char::is_numeric)
    }
}

/// A term that the act defines.
#[derive(Clone, Debug)]
pub struct Definition {
    /// As printed, without quotation marks.
    pub term: String,
    /// Where the term stands in its definition.
    pub span: Span,
    /// The provision that defines it (the entry of the list, or the subsection).
    pub provision: ProvisionId,
    /// Where the definition holds: the act, a part, a section.
    pub scope: ProvisionId,
}

/// A reference to provisions of this act or to other law.
#[derive(Clone, Debug)]
pub struct Citation {
    pub span: Span,
    /// The smallest provision that holds the citation.
    pub provision: ProvisionId,
    /// The provisions of this act that it names, in order; ranges are spelled out. Empty for other law
    /// and for numbers that the act does not have.
    pub targets: Vec<ProvisionId>,
    /// The other instrument as named ("the Criminal Law Act 1997"); none for this act.
    pub outer: Option<String>,
    /// It names the cases that are left out ("except in the cases of section 5"): what it names says nothing of
    /// the provision.
    pub outside: bool,
}

/// A sanction that the text states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penalty {
    pub span: Span,
    /// The smallest provision that holds it.
    pub provision: ProvisionId,
    /// Least imprisonment in months, where stated.
    pub min_months: Option<u32>,
    /// Greatest imprisonment in months; [`Penalty::LIFE`] for life or death; none without imprisonment.
    pub max_months: Option<u32>,
    /// A fine, alone or beside imprisonment.
    pub fine: bool,
}

impl Penalty {
    /// Stands for imprisonment for life and heavier.
    pub const LIFE: u32 = u32::MAX;
}

/// Words that say when a law comes into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commencement {
    pub span: Span,
    /// The smallest provision that holds them.
    pub provision: ProvisionId,
}

/// A doubt about the reading of the text, for a person to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Notice {
    /// A stable name: `number-gap`, `number-repeated`, `unresolved-citation`, `no-structure`, …
    pub code: &'static str,
    pub message: String,
    pub span: Span,
}

/// A law as read: what every later stage works on.
#[derive(Clone, Debug)]
pub struct Act {
    pub source: Arc<Source>,
    pub title: String,
    /// In document order; parents before children; the first is the act itself.
    pub provisions: Vec<Provision>,
    /// In document order.
    pub definitions: Vec<Definition>,
    /// In document order.
    pub citations: Vec<Citation>,
    /// In document order.
    pub penalties: Vec<Penalty>,
    /// Where the text says when it comes into force, in document order.
    pub commencements: Vec<Commencement>,
    pub notices: Vec<Notice>,
    /// Bytes that are no law: front matter, contents lists, running heads, amendment notes, blank
    /// lines. With the markers, headings, intros and wrap-ups they tile the text.
    pub furniture: Vec<Span>,
    /// Words of a draft that may not stay (options in brackets, alternatives, notes to drafters, tracked insertions), in
    /// ascending order.
    pub undecided: Vec<Span>,
    /// Provisions whose list states conditions that hold together ("if (a) …; and (b) …"), in ascending order. A list
    /// of tasks that ends in "and" is none.
    pub conditions: Vec<ProvisionId>,
}

impl Act {
    /// The provision with this identifier of the arena.
    pub fn get(&self, id: ProvisionId) -> &Provision {
        &self.provisions[id.index()]
    }

    /// All provisions in document order, without the act itself.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ProvisionId> + use<> {
        (1..self.provisions.len() as u32).map(ProvisionId)
    }

    /// The provision and all below it, in document order.
    pub fn subtree(&self, id: ProvisionId) -> impl DoubleEndedIterator<Item = ProvisionId> + use<> {
        (id.0..=self.get(id).last.0).map(ProvisionId)
    }

    /// Whether `inner` is `outer` or stands in it.
    pub fn is_within(&self, inner: ProvisionId, outer: ProvisionId) -> bool {
        outer <= inner && inner <= self.get(outer).last
    }

    /// The provision itself, its parent, … up to the act.
    pub fn ancestors(&self, id: ProvisionId) -> impl Iterator<Item = ProvisionId> + '_ {
        std::iter::successors(Some(id), |&at| self.get(at).parent)
    }

    /// The section or article that it is or stands in. Quoted main units count; none in divisions,
    /// prefaces and schedules without main units.
    pub fn main_unit(&self, id: ProvisionId) -> Option<ProvisionId> {
        self.ancestors(id).find(|&at| self.get(at).kind.is_main_unit())
    }

    /// The smallest provision whose span holds `offset`.
    pub fn at(&self, offset: u32) -> ProvisionId {
        let mut at = ProvisionId::ACT;
        'down: loop {
            for &child in &self.get(at).children {
                let span = self.get(child).span;
                if span.start <= offset && offset < span.end {
                    at = child;
                    continue 'down;
                }
            }
            return at;
        }
    }

    /// The provision with this eId.
    pub fn by_eid(&self, eid: &str) -> Option<ProvisionId> {
        self.ids().find(|&id| self.get(id).eid == eid)
    }

    /// The provision's own words, lines joined by a space: intro, then wrap-up.
    pub fn own_text(&self, id: ProvisionId) -> String {
        let provision = self.get(id);
        join(&self.source.text, provision.intro.iter().chain(&provision.wrap_up))
    }

    /// Heading as text, empty without one.
    pub fn heading(&self, id: ProvisionId) -> &str {
        self.get(id).heading.map_or("", |span| span.of(&self.source.text))
    }
}

/// The words of the spans, joined by single spaces.
pub fn join<'s>(text: &str, spans: impl IntoIterator<Item = &'s Span>) -> String {
    let mut out = String::new();
    for span in spans {
        let piece = span.of(text).trim();
        if !out.is_empty() && !piece.is_empty() {
            out.push(' ');
        }
        out.push_str(piece);
    }
    out
}
