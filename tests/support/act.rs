//! Acts in a line of text, for tests: the notation of `docs/query.md`.

use std::sync::Arc;

use lacuna::source::{Metadata, Source};
use lacuna::span::{LineIndex, Span};
use lacuna::structure::{Act, Citation, Definition, Force, Kind, Provision, ProvisionId};

/// Builds the act.
pub fn act(notation: &str) -> Act {
    let mut builder = Builder::default();
    builder.push(0, Kind::Act, "", false);
    for piece in notation.split(" / ") {
        builder.piece(piece.trim());
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    text: String,
    provisions: Vec<Provision>,
    /// The open provisions, with how deep each is.
    open: Vec<(u32, ProvisionId)>,
}

impl Builder {
    fn push(&mut self, depth: u32, kind: Kind, num: &str, repealed: bool) -> ProvisionId {
        let id = ProvisionId(self.provisions.len() as u32);
        while self.open.last().is_some_and(|&(open, _)| open >= depth) {
            self.open.pop();
        }
        let parent = self.open.last().map(|&(_, parent)| parent);
        let above = parent.map_or(String::new(), |parent| self.provisions[parent.index()].label.clone());
        let label = match kind {
            Kind::Section | Kind::Part => num.to_owned(),
            Kind::Text => format!("{above}-{}", id.0),
            Kind::Proviso => format!("{above}!{num}"),
            Kind::Definition => format!("{above}={num}"),
            _ => format!("{above}({num})"),
        };
        self.provisions.push(Provision {
            kind,
            num: num.to_owned(),
            eid: label.clone(),
            label,
            unit: String::new(),
            heading: None,
            parent,
            children: Vec::new(),
            last: id,
            span: Span::new(self.text.len(), self.text.len()),
            marker: None,
            intro: Vec::new(),
            wrap_up: Vec::new(),
            quoted: false,
            force: if repealed { Force::Repealed } else { Force::Live },
        });
        if let Some(parent) = parent {
            self.provisions[parent.index()].children.push(id);
        }
        self.open.push((depth, id));
        id
    }

    fn piece(&mut self, piece: &str) {
        let (repealed, piece) = match piece.strip_prefix('x').filter(|rest| rest.starts_with(['§', '('])) {
            Some(rest) => (true, rest),
            None => (false, piece),
        };
        let (marker, rest) = piece.split_once(' ').unwrap_or((piece, ""));
        let start = self.text.len();
        self.text.push_str(marker.trim_start_matches('='));
        self.text.push(' ');
        if marker == "^" {
            // The wrap-up of what holds the last item.
            let holder = self.open[self.open.len() - 2].1;
            let words = self.words(rest);
            self.provisions[holder.index()].wrap_up.push(words);
            return;
        }
        let inside = marker.trim_matches(['(', ')']);
        let (depth, kind, num) = match marker.chars().next() {
            Some('P') => (1, Kind::Part, marker),
            Some('§') => (2, Kind::Section, marker.trim_start_matches('§')),
            Some('>') => (5, Kind::Section, marker.trim_start_matches(['>', '§'])),
            Some('-') => (3, Kind::Text, ""),
            Some('!') => (4, Kind::Proviso, "1"),
            Some('=') => (4, Kind::Definition, marker.trim_start_matches('=')),
            _ if inside.starts_with(char::is_numeric) => (3, Kind::Subsection, inside),
            _ if inside.chars().all(|c| c == 'i' || c == 'v') => (7, Kind::Subparagraph, inside),
            _ => (6, Kind::Paragraph, inside),
        };
        let id = self.push(depth, kind, num, repealed);
        let mut rest = rest;
        if let Some((heading, words)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            self.provisions[id.index()].heading = Some(self.words(heading));
            rest = words.trim_start();
        }
        let words = self.words(rest);
        let from = if kind == Kind::Definition { start } else { words.start as usize };
        let words = Span::new(from, words.end as usize);
        let provision = &mut self.provisions[id.index()];
        provision.span.start = start as u32;
        if !words.is_empty() {
            provision.intro.push(words);
        }
    }

    /// Adds a line.
    fn words(&mut self, words: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(words);
        let span = Span::new(start, self.text.len());
        self.text.push('\n');
        span
    }

    fn finish(mut self) -> Act {
        for at in (0..self.provisions.len()).rev() {
            let provision = &self.provisions[at];
            let end = provision.intro.iter().chain(&provision.wrap_up).chain(&provision.heading);
            let end = end.map(|span| span.end).max().unwrap_or(provision.span.end);
            let (last, parent) = (provision.last, provision.parent);
            let end = end.max(provision.span.end);
            self.provisions[at].span.end = end;
            if let Some(parent) = parent {
                let parent = &mut self.provisions[parent.index()];
                parent.last = parent.last.max(last);
                parent.span.end = parent.span.end.max(end);
            }
        }
        let (definitions, citations) = (self.definitions(), self.citations());
        let states = |provision: &Provision| {
            let opens = provision.intro.last().is_some_and(|words| words.of(&self.text).ends_with("if"));
            provision.children.len() > 1 && (opens || !provision.wrap_up.is_empty())
        };
        let conditions = (0..).zip(&self.provisions).filter(|(_, provision)| states(provision));
        let conditions = conditions.map(|(id, _)| ProvisionId(id)).collect();
        let source = Source {
            name: "notation".to_owned(),
            lines: LineIndex::new(&self.text),
            text: self.text,
            meta: Metadata::default(),
            language: "en".to_owned(),
            language_recognized: false,
            front_matter: Span::default(),
            sha256: String::new(),
            marks: Vec::new(),
            doubts: Vec::new(),
            proposed: Vec::new(),
            authors: Vec::new(),
            stated: Vec::new(),
            original: None,
        };
        Act {
            source: Arc::new(source),
            title: "An Act about nothing".to_owned(),
            provisions: self.provisions,
            definitions,
            citations,
            penalties: Vec::new(),
            commencements: Vec::new(),
            notices: Vec::new(),
            furniture: Vec::new(),
            conditions,
            undecided: Vec::new(),
        }
    }

    fn definitions(&self) -> Vec<Definition> {
        let entries = (0..).zip(&self.provisions).filter(|(_, provision)| provision.kind == Kind::Definition);
        let definition = |(id, provision): (u32, &Provision)| {
            let start = provision.span.start as usize;
            Definition {
                term: provision.num.clone(),
                span: Span::new(start, start + provision.num.len()),
                provision: ProvisionId(id),
                scope: ProvisionId::ACT,
            }
        };
        entries.map(definition).collect()
    }

    fn citations(&self) -> Vec<Citation> {
        let mut found = Vec::new();
        for (start, word) in self.text.match_indices("section ") {
            let rest = &self.text[start + word.len()..];
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let is_cited =
                |provision: &Provision| provision.kind == Kind::Section && provision.num == rest[..digits];
            let span = Span::new(start, start + word.len() + digits);
            let holder = self.provisions.iter().rposition(|provision| provision.span.contains(span));
            let target = self.provisions.iter().position(is_cited);
            found.push(Citation {
                span,
                provision: ProvisionId(holder.unwrap_or(0) as u32),
                targets: target.map(|at| ProvisionId(at as u32)).into_iter().collect(),
                outer: None,
                outside: false,
            });
        }
        found
    }
}
