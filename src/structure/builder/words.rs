//! Where a line without a number belongs: it goes on with the line before, wraps up a list, defines a
//! term, or is a paragraph of its own.

use crate::span::Span;

use super::super::act::Kind;
use super::super::definitions;
use super::super::language::folded;
use super::super::lines::ends_sentence;
use super::super::tradition::fold;
use super::Builder;

impl Builder<'_, '_> {
    /// Takes a line without a marker.
    pub(super) fn words(&mut self, at: usize, span: Span) {
        let lines = self.read.lines;
        let text = lines.text;
        let words = span.of(text);
        let line = &lines.all[at];
        let before = self.last_line;
        let adjacent = before.is_some_and(|before| lines.adjacent(before, at));
        let complete = before.is_none_or(|before| lines.is_complete(before));
        let first = words.trim_start_matches(['(', '[', '*', '_']).chars().next();
        // Scripts without cases show by the stop before that a sentence goes on.
        let caseless = first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
        let open =
            before.is_some_and(|before| lines.words(before).ends_with([',', '，', '、', '،', '或', '及']));
        let lower = first.is_some_and(char::is_lowercase) || (caseless && open);

        let structured = self.own_units || !self.read.divisions.is_empty();
        if self.stack.len() == 1 && self.host.is_none() && structured {
            let known = self.provisions[0].children.last().map(|id| id.index());
            let id = match known.filter(|&id| self.provisions[id].kind == Kind::Preface) {
                Some(id) => id,
                None => {
                    let id = self.open(0, Kind::Preface, 0);
                    self.stack.truncate(1);
                    id
                }
            };
            self.provisions[id].intro.push(span);
            self.last_line = Some(at);
            return;
        }
        if self.kind_at(self.top()).is_division() && self.host.is_none() {
            let id = self.open(self.top(), Kind::Text, line.indent);
            self.provisions[id].intro.push(span);
            self.last_line = Some(at);
            return;
        }
        let ready =
            complete || !adjacent || before.is_some_and(|before| lines.words(before).ends_with([',', '.']));
        if ready && let Some(term) = self.definition(words) {
            let parent = self.definition_parent();
            let id = self.open(parent, Kind::Definition, line.indent);
            self.provisions[id].num = term.to_string();
            self.push_words(at, span);
            return;
        }
        if complete && self.is_proviso(words) {
            let parent = self.proviso_parent(at);
            self.open(parent, Kind::Proviso, line.indent);
            self.push_words(at, span);
            return;
        }
        if self.bullet(at) && !self.kind_at(self.top()).is_division() {
            let above = (self.floor() + 1..=self.top()).rev().find(|&index| self.stack[index].bullet);
            let announced = before.is_some_and(|before| lines.words(before).ends_with([':', '：']));
            let parent = if announced { Some(self.top()) } else { above.map(|above| above - 1) };
            if let Some(parent) = parent {
                self.open(parent, Kind::Item, line.indent);
                let top = self.top();
                self.stack[top].bullet = true;
                return self.push_words(at, span);
            }
        }
        if self.is_penalty_line(words) {
            // It goes with the paragraph above and, behind items, with the list.
            let item =
                |index: usize| matches!(self.kind_at(index), Kind::Item | Kind::Point | Kind::Subparagraph);
            let (floor, mut owner) = (self.floor(), self.top());
            while owner > floor && item(owner) && !self.has_own_penalties(at, owner) {
                owner -= 1;
            }
            self.stack.truncate(owner + 1);
            return self.push_words(at, span);
        }
        let top = &self.provisions[self.stack[self.top()].id];
        if top.intro.is_empty() && top.children.is_empty() && self.host != Some(self.top()) {
            return self.push_words(at, span);
        }
        if lines.wrapped && adjacent {
            let previous = before.map_or("", |before| lines.words(before));
            let short = previous.len() * 10 < lines.width * 7;
            let outdented = self.indented && line.indent + 2 < self.stack[self.top()].indent;
            let ends_item = previous.ends_with([';', ',', '.', ':'])
                || previous.ends_with(" or")
                || previous.ends_with(" and");
            let wraps_up = lower && outdented && ends_item;
            let starts_paragraph = short && ends_sentence(previous) && !lower;
            if !wraps_up && !starts_paragraph {
                return self.push_words(at, span);
            }
        }
        if lower || words.starts_with(',') {
            let previous = before.map_or("", |before| lines.words(before));
            let ends_item = ends_sentence(previous)
                || previous.ends_with([',', '，', '、', '،'])
                || previous.ends_with(" or")
                || previous.ends_with(" and");
            if adjacent && !ends_item && line.indent >= self.stack[self.top()].indent {
                return self.push_words(at, span);
            }
            let owner = self.owner(at, line.indent, false);
            self.stack.truncate(owner + 1);
            return self.push_words(at, span);
        }
        let owner = self.owner(at, line.indent, true);
        self.open(owner, Kind::Text, line.indent);
        self.push_words(at, span);
    }

    /// Whether a dash or a bullet stands before the words of a line.
    fn bullet(&self, at: usize) -> bool {
        let line = &self.read.lines.all[at];
        let before = Span { start: line.span.start, end: line.start }.of(self.read.lines.text);
        before.contains(['-', '–', '•', '·'])
    }

    /// "Pena – reclusão, de dois a quatro anos.": the sanction of what stands above it.
    fn is_penalty_line(&self, words: &str) -> bool {
        let known = &self.read.language.file.list.penalty_lines;
        let word = words.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        !known.is_empty()
            && !word.is_empty()
            && words[word.len()..].trim_start().starts_with(['-', '–', '—', ':'])
            && known.contains(&folded(word))
    }

    /// Whether each item of the list in which an entry of the stack stands states its own sanction.
    fn has_own_penalties(&self, at: usize, index: usize) -> bool {
        let above = &self.stack[index - 1];
        let siblings = &self.provisions[above.id].children;
        let first = siblings.first().and_then(|id| self.provisions[id.index()].intro.last());
        let said = siblings.len() > 1
            && first.is_some_and(|line| self.is_penalty_line(line.of(self.read.lines.text)));
        said || above.list.as_ref().is_some_and(|list| self.goes_on(at, list))
    }

    /// Adds the words of a marked line to what its marker opened.
    pub(super) fn add_words(&mut self, at: usize, span: Span) {
        let span = span.trimmed(self.read.lines.text);
        self.last_line = Some(at);
        if !span.is_empty() {
            self.push_words(at, span);
        }
    }

    /// Adds words to the innermost provision: before its children, or after them. A proviso that
    /// starts inside the line becomes a provision.
    fn push_words(&mut self, at: usize, span: Span) {
        self.last_line = Some(at);
        let text = self.read.lines.text;
        let mut rest = span;
        while let Some(cut) = self.inner_proviso(rest.of(text)) {
            let cut = rest.start + cut as u32;
            self.push(Span { start: rest.start, end: cut }.trimmed(text));
            let parent = self.top() - usize::from(self.kind_at(self.top()) == Kind::Proviso);
            self.open(parent, Kind::Proviso, self.read.lines.all[at].indent);
            rest.start = cut;
        }
        self.push(rest.trimmed(text));
    }

    fn push(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let index = self.top();
        if self.host == Some(index) {
            // Words of another law are never the host's own.
            self.open(index, Kind::Text, 0);
        }
        let id = self.stack[self.top()].id;
        let provision = &mut self.provisions[id];
        if provision.children.is_empty() {
            provision.intro.push(span);
        } else {
            provision.wrap_up.push(span);
        }
    }

    /// Where "Provided that" starts after a stop inside words.
    fn inner_proviso(&self, words: &str) -> Option<usize> {
        if self.read.tradition.proviso.is_empty() {
            return None;
        }
        let bytes = words.as_bytes();
        memchr::memmem::find_iter(bytes, b"Provided ").find(|&at| {
            at > 0 && words[..at].trim_end().ends_with([':', ';', '.', '—']) && self.is_proviso(&words[at..])
        })
    }

    fn is_proviso(&self, words: &str) -> bool {
        let mut parts = words.splitn(3, ' ');
        let (first, second) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        first.starts_with(char::is_uppercase)
            && self.read.tradition.proviso.iter().any(|known| fold(first) == *known)
            && ["that", "further", "also", "always,", "always", "further,", "also,", "however,"]
                .contains(&second)
    }

    /// A proviso qualifies what stands before it in the same list item or subsection.
    fn proviso_parent(&self, at: usize) -> usize {
        let floor = self.floor();
        match self.continued_list(at) {
            Some(list) => (list + 1).min(self.top()),
            None => (floor + 1..=self.top())
                .find(|&index| matches!(self.kind_at(index), Kind::Subsection | Kind::Paragraph))
                .unwrap_or(floor),
        }
    }

    /// The term that a line of a definition list defines.
    fn definition<'w>(&self, words: &'w str) -> Option<&'w str> {
        let listed = (self.floor()..=self.top()).any(|index| self.kind_at(index) == Kind::Definition)
            || self.last_child_is_definition();
        let announced = self.last_line.is_some_and(|line| {
            let words = self.read.lines.words(line);
            words.ends_with([':', '：', '—', '–', '-']) && definitions::announces(words, self.read.language)
        });
        definitions::entry(words, listed || announced, self.read.language)
    }

    fn last_child_is_definition(&self) -> bool {
        let children = &self.provisions[self.stack[self.top()].id].children;
        children.last().is_some_and(|id| self.provisions[id.index()].kind == Kind::Definition)
    }

    /// Where an entry of a definition list stands: beside the entry before, else under what announced it.
    fn definition_parent(&self) -> usize {
        let floor = self.host.unwrap_or_else(|| self.floor());
        if let Some(entry) =
            (floor + 1..=self.top()).rev().find(|&index| self.kind_at(index) == Kind::Definition)
        {
            return entry - 1;
        }
        let announces = |index: usize| {
            let provision = &self.provisions[self.stack[index].id];
            let last = provision.intro.last().map_or("", |span| span.of(self.read.lines.text));
            last.ends_with([':', '：', '—', '–', '-']) || last.is_empty()
        };
        (floor..=self.top())
            .rev()
            .find(|&index| {
                announces(index) && !matches!(self.kind_at(index), Kind::Text | Kind::Proviso)
                    || self.kind_at(index) == Kind::Subsection
            })
            .unwrap_or(floor)
    }

    /// Which open provision a line of words belongs to, that does not go on with the line before.
    ///
    /// Indentation tells where there is any: deeper than the owner's own number for a paragraph of its
    /// own, at least as deep for words that wrap up a list. The number that comes next tells too: words
    /// before "(b)" belong to (a) or deeper.
    fn owner(&self, at: usize, indent: u16, own: bool) -> usize {
        let floor = self.floor();
        let top = self.top();
        let lowest = self.continued_list(at).map_or(floor, |list| (list + 1).min(top)).max(floor);
        let found = if self.indented {
            // In the column of the last item's own number stands what follows its list.
            let fits = |index: usize| {
                let open = self.stack[index].indent;
                !self.is_unnumbered(index) && (open < indent || (!own && open == indent && index < top))
            };
            (lowest..=top).rev().find(|&index| fits(index)).unwrap_or(lowest)
        } else if own {
            lowest
        } else {
            let item = (floor..=top).rev().find(|&index| !self.is_unnumbered(index)).unwrap_or(floor);
            item.saturating_sub(1).max(lowest)
        };
        if own {
            return found;
        }
        // No words of the provision above announced a list: the penalty on its own line after the dash or colon of
        // "1. Organizing unlawful entry –" goes on with the paragraph, as in the codes of Slavic States.
        let open =
            self.last_line.is_some_and(|line| self.read.lines.words(line).ends_with(['–', '—', '-', ':']));
        if open && self.provisions[self.stack[found].id].intro.is_empty() {
            let item = (floor..=top).rev().find(|&index| !self.is_unnumbered(index)).unwrap_or(floor);
            return item.max(found);
        }
        // A number without words of its own, "(v)(I)", announced no list that words could wrap up.
        (lowest..=found).rev().find(|&index| !self.is_silent(index)).unwrap_or(found)
    }

    pub(super) fn is_unnumbered(&self, index: usize) -> bool {
        matches!(self.kind_at(index), Kind::Text | Kind::Proviso)
    }

    fn is_silent(&self, index: usize) -> bool {
        let provision = &self.provisions[self.stack[index].id];
        provision.intro.is_empty() && provision.heading.is_none() && !provision.children.is_empty()
    }
}
