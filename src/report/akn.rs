//! [`Act`] → Akoma Ntoso 3.0 (OASIS LegalDocML), valid by the standard's schema.

use std::collections::BTreeMap;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::source::three_letters;
use crate::span::Span;
use crate::structure::{Act, Kind, Notice, Provision, ProvisionId};

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";
/// Stands where no day is known; its name says so. The day of production is never told: the same law gives the
/// same bytes.
const NO_DAY: &str = "0001-01-01";
/// No country has this code.
const NO_COUNTRY: &str = "zz";

/// Writes an act.
pub fn akn(act: &Act) -> String {
    let mut out = Akn { act, xml: Writer::new(Vec::new()), marked: marked(act), copies: BTreeMap::new() };
    out.document();
    String::from_utf8(out.xml.into_inner()).unwrap_or_default() + "\n"
}

/// Words inside of a provision that are more than words.
#[derive(Clone, Debug)]
struct Marked {
    span: Span,
    what: Inline,
}

#[derive(Clone, Debug)]
enum Inline {
    /// A reference; none to what could not be told.
    Reference(Option<String>),
    Term,
}

/// In document order, without overlaps.
fn marked(act: &Act) -> Vec<Marked> {
    let cited = act.citations.iter().map(|it| Marked {
        span: it.span,
        what: Inline::Reference(it.targets.first().map(|&target| match target {
            ProvisionId::ACT => work(act),
            target => format!("#{}", act.get(target).eid),
        })),
    });
    let defined = act.definitions.iter().map(|it| Marked { span: it.span, what: Inline::Term });
    let mut all: Vec<Marked> = cited.chain(defined).filter(|it| !it.span.is_empty()).collect();
    all.sort_by_key(|it| (it.span.start, std::cmp::Reverse(it.span.end)));
    let mut end = 0;
    all.retain(|it| {
        let free = it.span.start >= end;
        end = if free { it.span.end } else { end };
        free
    });
    all
}

struct Akn<'a> {
    act: &'a Act,
    xml: Writer<Vec<u8>>,
    marked: Vec<Marked>,
    /// How often an inner element of a name stands in a provision.
    copies: BTreeMap<String, u32>,
}

type Attributes<'v> = &'v [(&'v str, &'v str)];

impl Akn<'_> {
    fn event(&mut self, event: Event) {
        // A vector takes all bytes.
        let _ = self.xml.write_event(event);
    }

    /// A block begins a line of the file; words and what stands among them are left as they are.
    fn open(&mut self, name: &str, attributes: Attributes) {
        self.line_break(name);
        self.event(Event::Start(start(name, attributes)));
    }

    fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn line_break(&mut self, name: &str) {
        if !matches!(name, "ref" | "def" | "mod" | "akomaNtoso") {
            self.event(Event::Text(BytesText::from_escaped("\n")));
        }
    }

    fn empty(&mut self, name: &str, attributes: Attributes) {
        self.line_break(name);
        self.event(Event::Empty(start(name, attributes)));
    }

    fn within(&mut self, name: &str, attributes: Attributes, inner: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        inner(self);
        self.close(name);
    }

    fn words(&mut self, text: &str) {
        let clean: String = text.chars().map(|c| if is_xml(c) { c } else { '\u{fffd}' }).collect();
        self.event(Event::Text(BytesText::new(&clean)));
    }

    /// An identifier inside of a provision, `sec_5__content_1`.
    fn inner(&mut self, provision: &Provision, name: &str) -> String {
        let base = if provision.parent.is_none() { String::new() } else { format!("{}__", provision.eid) };
        let key = format!("{base}{name}");
        let copy = self.copies.entry(key.clone()).or_default();
        *copy += 1;
        format!("{key}_{copy}")
    }

    fn document(&mut self) {
        self.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        let act = self.act;
        let kind = kind(act);
        self.within("akomaNtoso", &[("xmlns", NAMESPACE)], |out| {
            out.within(kind, &[("name", kind)], |out| {
                out.meta();
                let root = act.get(ProvisionId::ACT);
                let preface = root.children.first().filter(|&&id| act.get(id).kind == Kind::Preface);
                if let Some(&preface) = preface {
                    out.preface(preface);
                }
                out.body(root, preface.copied());
            });
        });
    }

    fn meta(&mut self) {
        let act = self.act;
        let meta = &act.source.meta;
        let country = meta.country.as_deref().unwrap_or(NO_COUNTRY).to_lowercase();
        let language = three_letters(&act.source.language).to_owned();
        let (date, date_name) = day(meta.date.as_deref(), "enactment");
        let (as_at, as_at_name) = match &meta.as_at {
            Some(as_at) => day(Some(as_at), "as-at"),
            None => (date.clone(), date_name),
        };
        let work = work(act);
        let expression = format!("{work}/{language}@");
        let title = act.title.clone();
        self.within("meta", &[], |out| {
            out.within("identification", &[("source", "#lacuna")], |out| {
                for (level, this, uri, date, name) in [
                    ("FRBRWork", format!("{work}/!main"), work.clone(), &date, date_name),
                    ("FRBRExpression", format!("{expression}/!main"), expression.clone(), &as_at, as_at_name),
                    (
                        "FRBRManifestation",
                        format!("{expression}/!main.akn"),
                        format!("{expression}.akn"),
                        &as_at,
                        as_at_name,
                    ),
                ] {
                    out.within(level, &[], |out| {
                        out.empty("FRBRthis", &[("value", &this)]);
                        out.empty("FRBRuri", &[("value", &uri)]);
                        if level == "FRBRWork" && !title.is_empty() {
                            let title: String = title.chars().filter(|&c| is_xml(c)).collect();
                            out.empty("FRBRalias", &[("value", &title), ("name", "title")]);
                        }
                        out.empty("FRBRdate", &[("date", date), ("name", name)]);
                        let author = if level == "FRBRManifestation" { "#lacuna" } else { "#legislature" };
                        out.empty("FRBRauthor", &[("href", author)]);
                        match level {
                            "FRBRWork" => out.empty("FRBRcountry", &[("value", &country)]),
                            "FRBRExpression" => out.empty("FRBRlanguage", &[("language", &language)]),
                            _ => out.empty("FRBRformat", &[("value", "application/akn+xml")]),
                        }
                    });
                }
            });
            out.within("references", &[("source", "#lacuna")], |out| {
                let to = [("lacuna", "lacuna"), ("legislature", "Legislature")];
                for (id, shown) in to {
                    let href = format!("/ontology/organization/{country}/{id}");
                    out.empty("TLCOrganization", &[("eId", id), ("href", &href), ("showAs", shown)]);
                }
            });
        });
    }

    fn preface(&mut self, id: ProvisionId) {
        let act = self.act;
        let preface = act.get(id);
        self.notices(id);
        self.within("preface", &[("eId", &preface.eid)], |out| {
            let mut blocks = 0;
            for at in act.subtree(id) {
                let provision = act.get(at);
                let heading = provision.heading.into_iter().collect::<Vec<_>>();
                for lines in [&heading, &provision.intro, &provision.wrap_up] {
                    blocks += out.paragraphs(preface, lines);
                }
            }
            if blocks == 0 {
                out.empty("p", &[]);
            }
        });
    }

    fn body(&mut self, root: &Provision, preface: Option<ProvisionId>) {
        self.within("body", &[("eId", "body")], |out| {
            let children: Vec<ProvisionId> =
                root.children.iter().copied().filter(|&id| Some(id) != preface).collect();
            // Words of the act itself, which no provision holds.
            let own = |out: &mut Self, lines: &[Span]| {
                if !lines.is_empty() {
                    let id = out.inner(root, "hcontainer_own");
                    out.within("hcontainer", &[("name", "text"), ("eId", &id)], |out| {
                        let content = format!("{id}__content_1");
                        out.within("content", &[("eId", &content)], |out| {
                            out.paragraphs(root, lines);
                        });
                    });
                }
            };
            own(out, &root.intro);
            out.children(root, &children);
            own(out, &root.wrap_up);
            if children.is_empty() && root.intro.is_empty() && root.wrap_up.is_empty() {
                out.within("hcontainer", &[("name", "text"), ("eId", "hcontainer_own_1")], |out| {
                    out.empty("content", &[("eId", "hcontainer_own_1__content_1")]);
                });
            }
        });
    }

    /// Provisions below one, runs of text for another law among them.
    fn children(&mut self, parent: &Provision, children: &[ProvisionId]) {
        let act = self.act;
        let mut rest = children;
        while let Some(&first) = rest.first() {
            let inserts = |id: &ProvisionId| act.get(*id).quoted && !parent.quoted;
            let run = rest.iter().take_while(|&id| inserts(id)).count();
            if run == 0 {
                self.provision(first);
                rest = &rest[1..];
            } else {
                let id = self.inner(parent, "hcontainer_mod");
                let content = format!("{id}__content_1");
                self.within("hcontainer", &[("name", "amendment"), ("eId", &id)], |out| {
                    out.within("content", &[("eId", &content)], |out| out.inserted(parent, &rest[..run]));
                });
                rest = &rest[run..];
            }
        }
    }

    /// Text for another law, as a block.
    fn inserted(&mut self, parent: &Provision, ids: &[ProvisionId]) {
        let (change, quote) = (self.inner(parent, "mod"), self.inner(parent, "qstr"));
        self.open("p", &[]);
        self.open("mod", &[("eId", &change)]);
        self.within(
            "quotedStructure",
            &[("eId", &quote), ("startQuote", "“"), ("endQuote", "”")],
            |out| {
                ids.iter().for_each(|&id| out.provision(id));
            },
        );
        self.close("mod");
        self.close("p");
    }

    fn provision(&mut self, id: ProvisionId) {
        let act = self.act;
        let text = act.source.text.as_str();
        let provision = act.get(id);
        let (element, name) = element(provision.kind);
        self.notices(id);
        let attributes: Vec<(&str, &str)> = [("eId", provision.eid.as_str())]
            .into_iter()
            .chain(name.map(|name| ("name", name)))
            .chain((provision.kind == Kind::Definition).then_some(("title", provision.num.as_str())))
            .chain((provision.force == crate::structure::Force::Repealed).then_some(("status", "removed")))
            .collect();
        self.within(element, &attributes, |out| {
            // Text for a section of another law has the number of that section, though none is printed at it.
            let unprinted =
                (provision.kind.is_main_unit() && provision.quoted).then_some(provision.num.as_str());
            let printed =
                |span: Option<Span>| span.map(|span| span.of(text)).filter(|it| !it.trim().is_empty());
            let num = printed(provision.marker).or(unprinted.filter(|num| !num.is_empty()));
            for (name, words) in [("num", num), ("heading", printed(provision.heading))] {
                if let Some(words) = words {
                    out.open(name, &[]);
                    out.words(&words.split_whitespace().collect::<Vec<_>>().join(" "));
                    out.close(name);
                }
            }
            let all_inserted = !provision.quoted
                && !provision.children.is_empty()
                && provision.children.iter().all(|&it| act.get(it).quoted);
            if provision.children.is_empty() || all_inserted {
                let content = out.inner(provision, "content");
                out.within("content", &[("eId", &content)], |out| {
                    let blocks = out.paragraphs(provision, &provision.intro);
                    if all_inserted {
                        out.inserted(provision, &provision.children);
                    }
                    if out.paragraphs(provision, &provision.wrap_up) + blocks == 0 && !all_inserted {
                        out.empty("p", &[]);
                    }
                });
                return;
            }
            for (name, lines) in [("intro", &provision.intro), ("wrapUp", &provision.wrap_up)] {
                if name == "wrapUp" {
                    out.children(provision, &provision.children);
                }
                if !lines.is_empty() {
                    let id = out.inner(provision, name);
                    out.within(name, &[("eId", &id)], |out| {
                        out.paragraphs(provision, lines);
                    });
                }
            }
        });
    }

    /// Lines as blocks; a line that a page broke off goes on in the same block. How many blocks there were.
    fn paragraphs(&mut self, provision: &Provision, lines: &[Span]) -> usize {
        let text = self.act.source.text.as_str();
        let mut blocks: Vec<Vec<Span>> = Vec::new();
        for &line in lines.iter().filter(|line| !line.of(text).trim().is_empty()) {
            let ends = |span: &Span| {
                let words = span.of(text).trim_end_matches(['”', '"', '’', ')', ']', ' ', '»']);
                words.ends_with(['.', ';', ':', '—', '–', '?', '!', '。', '；', '：', '؛', '।', '؟'])
            };
            match blocks.last_mut() {
                Some(block) if !block.last().is_some_and(ends) => block.push(line),
                _ => blocks.push(vec![line]),
            }
        }
        for block in &blocks {
            self.open("p", &[]);
            for (at, &line) in block.iter().enumerate() {
                if at > 0 {
                    self.words(" ");
                }
                self.line(provision, line.trimmed(text));
            }
            self.close("p");
        }
        blocks.len()
    }

    /// The words of a line, with its references and terms.
    fn line(&mut self, provision: &Provision, line: Span) {
        let text = self.act.source.text.as_str();
        let from = self.marked.partition_point(|it| it.span.start < line.start);
        let inside: Vec<Marked> = self.marked[from..]
            .iter()
            .take_while(|it| it.span.start < line.end)
            .filter(|it| line.contains(it.span))
            .cloned()
            .collect();
        let mut at = line.start;
        for Marked { span, what } in inside {
            self.words(Span { start: at, end: span.start }.of(text));
            match what {
                Inline::Reference(Some(target)) => {
                    let id = self.inner(provision, "ref");
                    self.within("ref", &[("eId", &id), ("href", &target)], |out| out.words(span.of(text)));
                }
                Inline::Reference(None) => self.words(span.of(text)),
                Inline::Term => {
                    let id = self.inner(provision, "def");
                    self.within("def", &[("eId", &id)], |out| out.words(span.of(text)));
                }
            }
            at = span.end;
        }
        self.words(Span { start: at, end: line.end }.of(text));
    }

    /// Doubts about the reading, as comments before what they are about.
    fn notices(&mut self, id: ProvisionId) {
        let act = self.act;
        let is_here = |it: &&Notice| act.at(it.span.start) == id;
        let here: Vec<String> =
            act.notices.iter().filter(is_here).map(|it| format!(" {}: {} ", it.code, it.message)).collect();
        for words in here {
            let mut words: String = words.chars().filter(|&c| is_xml(c)).collect();
            while words.contains("--") {
                words = words.replace("--", "- -");
            }
            self.event(Event::Text(BytesText::from_escaped("\n")));
            self.event(Event::Comment(BytesText::from_escaped(words)));
        }
    }
}

fn start<'n>(name: &'n str, attributes: Attributes) -> BytesStart<'n> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        // An identifier has no blanks, whatever stood in the number.
        let blank = |c: char| if c.is_whitespace() && matches!(*key, "eId" | "href") { '-' } else { c };
        let clean: String = value.chars().filter(|&c| is_xml(c)).map(blank).collect();
        start.push_attribute((*key, clean.as_str()));
    }
    start
}

/// The element of a kind, and the name that tells it where the standard has no element for it.
fn element(kind: Kind) -> (&'static str, Option<&'static str>) {
    match kind {
        Kind::Act | Kind::Preface | Kind::Text => ("hcontainer", Some("text")),
        Kind::Schedule => ("hcontainer", Some("schedule")),
        Kind::Group => ("hcontainer", Some("group")),
        Kind::Item => ("hcontainer", Some("item")),
        Kind::Definition => ("hcontainer", Some("definition")),
        kind => (kind.name(), None),
    }
}

/// `bill` for a text that says so.
fn kind(act: &Act) -> &'static str {
    if act.source.meta.status.as_deref() == Some("bill") { "bill" } else { "act" }
}

/// The address of the law as a work: country, kind, day, title.
fn work(act: &Act) -> String {
    let meta = &act.source.meta;
    let country = meta.country.as_deref().unwrap_or(NO_COUNTRY).to_lowercase();
    let (date, _) = day(meta.date.as_deref(), "enactment");
    let date = if date == NO_DAY { "unknown" } else { &date };
    format!("/akn/{country}/{}/{date}/{}", kind(act), slug(&act.title))
}

/// A day as the standard wants it, and what the day is.
fn day<'n>(stated: Option<&str>, name: &'n str) -> (String, &'n str) {
    match stated.map(|it| (it.len(), it)) {
        Some((10, day)) => (day.to_owned(), name),
        Some((7, month)) => (format!("{month}-01"), name),
        Some((4, year)) => (format!("{year}-01-01"), name),
        _ => (NO_DAY.to_owned(), "unknown"),
    }
}

/// A title as the end of an address.
fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.len() >= 60 {
            break;
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "law".into() } else { out.to_owned() }
}

/// Whether XML 1.0 may hold the character.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}
