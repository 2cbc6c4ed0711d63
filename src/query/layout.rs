//! An act as tokens: each piece of running text (intro, wrap-up, heading) is a range of them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::token::{After, Scanner};
use super::vocabulary::Vocabulary;
use super::words::Atoms;
use crate::span::Span;
use crate::structure::{Act, Force, ProvisionId};

/// A word where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub span: Span,
    /// Into [`Forms`].
    pub form: u32,
    /// The provision of whose own words it is.
    pub owner: ProvisionId,
    pub after: After,
}

/// Distinct word forms, each folded and looked up once.
#[derive(Default)]
pub(super) struct Forms<'a> {
    raw: FxHashMap<&'a str, u32>,
    folded: FxHashMap<String, u32>,
    pub atoms: Vec<Atoms>,
    pub texts: Vec<String>,
}

impl<'a> Forms<'a> {
    fn id(&mut self, raw: &'a str, vocabulary: &Vocabulary) -> u32 {
        if let Some(&id) = self.raw.get(raw) {
            return id;
        }
        let folded = vocabulary.folder.fold(raw);
        let id = match self.folded.get(&folded) {
            Some(&id) => id,
            None => {
                let id = self.texts.len() as u32;
                self.atoms.push(vocabulary.matching(&vocabulary.words, &folded));
                self.texts.push(folded.clone());
                self.folded.insert(folded, id);
                id
            }
        };
        self.raw.insert(raw, id);
        id
    }

    /// The form with exactly these folded letters, where the act has it.
    pub fn find(&self, folded: &str) -> Option<u32> {
        self.folded.get(folded).copied()
    }
}

/// A piece of running text.
pub(super) struct Piece {
    pub tokens: Range<u32>,
    /// From its first to its last line; empty for a title that does not stand in the text.
    pub bytes: Span,
}

/// All tokens, and where each provision's words are among them.
#[derive(Default)]
pub(super) struct Layout<'a> {
    /// In the order of the text; the title last.
    pub tokens: Vec<Token>,
    pub forms: Forms<'a>,
    pub pieces: Vec<Piece>,
    /// By provision.
    pub intro: Vec<Range<u32>>,
    pub wrap_up: Vec<Range<u32>>,
    pub heading: Vec<Range<u32>>,
    /// Repealed, or below something repealed.
    pub dead: Vec<bool>,
}

impl<'a> Layout<'a> {
    pub fn new(act: &'a Act, vocabulary: &Vocabulary) -> Self {
        let text = &act.source.text;
        let count = act.provisions.len();
        let mut layout = Layout {
            intro: vec![0..0; count],
            wrap_up: vec![0..0; count],
            heading: vec![0..0; count],
            dead: vec![false; count],
            ..Layout::default()
        };
        let mut scanner = Scanner::default();
        let mut pieces: Vec<(u32, usize, Kind, &[Span])> = Vec::new();
        for (at, provision) in act.provisions.iter().enumerate() {
            let above = provision.parent.is_some_and(|parent| layout.dead[parent.index()]);
            layout.dead[at] = above || provision.force == Force::Repealed;
            let heading = provision.heading.as_slice();
            let all = [
                (Kind::Heading, heading),
                (Kind::Intro, &provision.intro),
                (Kind::WrapUp, &provision.wrap_up),
            ];
            let some = all.into_iter().filter(|(_, lines)| !lines.is_empty());
            pieces.extend(some.map(|(kind, lines)| (lines[0].start, at, kind, lines)));
        }
        pieces.sort_by_key(|&(start, at, kind, _)| (start, at, kind));
        for (_, at, kind, lines) in pieces {
            let range = layout.piece(text, lines, ProvisionId(at as u32), vocabulary, &mut scanner);
            match kind {
                Kind::Heading => layout.heading[at] = range,
                Kind::Intro => layout.intro[at] = range,
                Kind::WrapUp => layout.wrap_up[at] = range,
            }
        }
        layout.title(act, vocabulary, &mut scanner);
        layout.tokens.shrink_to_fit();
        layout
    }

    /// The title is the heading of the act itself.
    fn title(&mut self, act: &'a Act, vocabulary: &Vocabulary, scanner: &mut Scanner) {
        if act.provisions.is_empty() || !self.heading[0].is_empty() {
            return;
        }
        let found = act.source.text.find(&act.title);
        let (text, start) = match found {
            Some(start) => (&act.source.text, start),
            None => (&act.title, 0),
        };
        let lines = [Span::new(start, start + act.title.len())];
        self.heading[0] = self.piece(text, &lines, ProvisionId::ACT, vocabulary, scanner);
        if found.is_none() {
            let range = self.heading[0].start as usize..self.heading[0].end as usize;
            self.tokens[range].iter_mut().for_each(|token| token.span = Span::default());
            self.pieces.last_mut().into_iter().for_each(|piece| piece.bytes = Span::default());
        }
    }

    fn piece(
        &mut self,
        text: &'a str,
        lines: &[Span],
        owner: ProvisionId,
        vocabulary: &Vocabulary,
        scanner: &mut Scanner,
    ) -> Range<u32> {
        let start = self.tokens.len() as u32;
        let (tokens, forms) = (&mut self.tokens, &mut self.forms);
        let abbreviation = |word: &str| vocabulary.abbreviations.contains(&vocabulary.folder.fold(word));
        scanner.scan(text, lines, vocabulary.tokens, abbreviation, |span, after| {
            tokens.push(Token { span, form: forms.id(span.of(text), vocabulary), owner, after });
        });
        let range = start..self.tokens.len() as u32;
        let bytes = lines.iter().copied().reduce(Span::cover).unwrap_or_default();
        self.pieces.push(Piece { tokens: range.clone(), bytes });
        range
    }

    pub fn token(&self, at: u32) -> &Token {
        &self.tokens[at as usize]
    }

    /// The last token of a piece.
    pub fn last(&self, range: &Range<u32>) -> Option<&Token> {
        range.end.checked_sub(1).filter(|_| !range.is_empty()).map(|at| self.token(at))
    }

    /// The folded words at the end of a piece, at most `count`.
    pub fn tail(&self, range: &Range<u32>, count: usize) -> impl Iterator<Item = &str> {
        let from = (range.end as usize).saturating_sub(count).max(range.start as usize);
        self.tokens[from..range.end as usize]
            .iter()
            .map(|token| self.forms.texts[token.form as usize].as_str())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Heading,
    Intro,
    WrapUp,
}
