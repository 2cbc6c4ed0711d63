//! An amending act → instructions.

use regex::Captures;

use super::target::{is_principal, named, predecessor};
use super::wording::{Do, Wording};
use super::{Edit, Instruction, Operation};
use crate::error::{Error, Result};
use crate::structure::{Act, ProvisionId, cited};

/// More instructions than any act has.
const MOST: usize = 2_000;

/// Reads what an amending act orders for the principal act.
///
/// # Errors
/// A language in which amending acts are not read.
pub fn read(bill: &Act, principal: &Act) -> Result<Vec<Instruction>> {
    let Some(wording) = Wording::of(&bill.source.language) else {
        let known = Wording::languages().join(", ");
        return Err(Error::request(
            format!("amending acts in `{}` are not read yet", bill.source.language),
            format!("languages in which they are: {known}; check the act as amended by itself"),
        ));
    };
    let reader = Reader { bill, principal, wording };
    let mut out = Vec::new();
    let mut quoted_to = ProvisionId::ACT;
    for id in bill.ids().filter(|id| !bill.get(*id).quoted) {
        // What stands below a quotation that opens behind its words is text for the principal act.
        if id <= quoted_to {
            continue;
        }
        if out.len() >= MOST {
            break;
        }
        if reader.provision(id, &mut out) {
            quoted_to = bill.get(id).last;
        }
    }
    Ok(out)
}

/// A pattern found in a sentence.
struct Found<'s> {
    order: Do,
    captures: Captures<'s>,
    /// The sentence from where it was found.
    written: &'s str,
    /// The words before.
    lead: &'s str,
}

struct Reader<'a> {
    bill: &'a Act,
    principal: &'a Act,
    wording: &'a Wording,
}

/// The words of a provision with marks for what is quoted: `⟦w0⟧` in a line, `⟦b1⟧` provisions.
#[derive(Default)]
struct Sentence {
    text: String,
    quotes: Vec<String>,
}

/// Quotation marks that open, and what closes each.
const MARKS: [(char, &[char]); 5] =
    [('“', &['”', '"']), ('«', &['»']), ('„', &['“', '”']), ('"', &['"', '”']), ('‘', &['’'])];

impl Sentence {
    fn add(&mut self, text: &str) {
        let mut rest = text;
        while let Some((at, open)) =
            rest.char_indices().find(|(_, c)| MARKS.iter().any(|(mark, _)| mark == c))
        {
            let after = &rest[at + open.len_utf8()..];
            let closers =
                MARKS.iter().find(|(mark, _)| *mark == open).map_or(&[][..], |(_, closers)| closers);
            let Some(end) = after.find(closers) else { break };
            self.text.push_str(&rest[..at]);
            self.mark('w', after[..end].trim());
            let closer = after[end..].chars().next().map_or(0, char::len_utf8);
            rest = &after[end + closer..];
        }
        self.text.push_str(rest);
        self.text.push(' ');
    }

    fn mark(&mut self, kind: char, quoted: &str) {
        self.text.push_str(&format!("⟦{kind}{}⟧", self.quotes.len()));
        self.quotes.push(quoted.to_owned());
    }

    /// What a group that holds one mark stands for.
    fn quoted(&self, found: Option<regex::Match<'_>>) -> Option<&str> {
        let number: String = found?.as_str().chars().filter(char::is_ascii_digit).collect();
        self.quotes.get(number.parse::<usize>().ok()?).map(String::as_str)
    }
}

impl Reader<'_> {
    /// Words of a provision, lines joined, with marks for quotations.
    /// The second tells whether a quotation takes up all that stands below.
    fn sentence(&self, id: ProvisionId) -> (Sentence, bool) {
        let provision = self.bill.get(id);
        let text = &self.bill.source.text;
        let mut sentence = Sentence::default();
        let own = crate::structure::join(text, &provision.intro);
        sentence.add(&own);
        let mut quoted = provision.children.iter().filter(|&&child| self.bill.get(child).quoted).peekable();
        if let Some(&&first) = quoted.peek() {
            let last = quoted.last().copied().unwrap_or(first);
            let (start, end) = (self.bill.get(first).span.start, self.bill.get(last).span.end);
            let block = text.get(start as usize..end as usize).unwrap_or_default();
            sentence.mark('b', &unquoted(block));
            sentence.text.push(' ');
        } else if let Some(block) = self.opened(id) {
            sentence.mark('b', block.trim());
            return (sentence, true);
        }
        sentence.add(&crate::structure::join(text, &provision.wrap_up));
        (sentence, false)
    }

    /// A quotation that opens on the line behind the words of a provision, and that the structure of the bill does
    /// not know as one: up to the mark that closes it.
    fn opened(&self, id: ProvisionId) -> Option<&str> {
        let provision = self.bill.get(id);
        let words_end = provision.intro.last()?.end;
        let text = &self.bill.source.text;
        if !text[..words_end as usize].trim_end().ends_with([':', '—', '–', '-']) {
            return None;
        }
        let rest = text.get(words_end as usize..provision.span.end.max(words_end) as usize)?;
        let start = rest.trim_start();
        let open = start.chars().next()?;
        let closers = MARKS.iter().find(|(mark, _)| *mark == open).map(|(_, closers)| *closers)?;
        let inner = &start[open.len_utf8()..];
        let mut depth = 1;
        for (at, c) in inner.char_indices() {
            // A mark that both opens and closes closes here.
            if closers.contains(&c) {
                depth -= 1;
            } else if c == open {
                depth += 1;
            }
            if depth == 0 {
                return inner.get(..at);
            }
        }
        None
    }

    /// The provision of the principal act of which a provision and those above it speak; an error where they
    /// speak of another law, or what they name is not found.
    fn context(&self, id: ProvisionId) -> Result<Option<ProvisionId>, String> {
        let mut above: Vec<ProvisionId> = self.bill.ancestors(id).skip(1).collect();
        above.reverse();
        let mut base = None;
        for id in above.into_iter().filter(|id| *id != ProvisionId::ACT) {
            let own = crate::structure::join(&self.bill.source.text, &self.bill.get(id).intro);
            let mut sentence = Sentence::default();
            sentence.add(&own);
            for other in cited(&sentence.text, &self.wording.language) {
                if let Some(name) = &other.instrument
                    && !is_principal(self.principal, name, self.wording)
                {
                    return Err(format!("it changes {name}, not the act that was given"));
                }
            }
            if let [only] = named(self.principal, base, &sentence.text, self.wording)?.as_slice() {
                base = Some(*only);
            }
        }
        Ok(base)
    }

    /// Reads the instructions of a provision; true where a quotation takes up what stands below it.
    fn provision(&self, id: ProvisionId, out: &mut Vec<Instruction>) -> bool {
        let (sentence, takes_all) = self.sentence(id);
        if !self.wording.verbs.is_match(&sentence.text) {
            return takes_all;
        }
        let mut free = sentence.text.clone();
        let first = out.len();
        for (operation, pattern) in &self.wording.operations {
            let found: Vec<(usize, usize)> =
                pattern.find_iter(&free).map(|it| (it.start(), it.end())).collect();
            for (start, end) in found {
                // The words before belong to the sentence too: the target may stand there.
                if let Some(captures) = pattern.captures(&free[start..end]) {
                    let lead = &sentence.text[..start];
                    let found = Found { order: *operation, captures, written: &sentence.text[start..], lead };
                    out.push(self.instruction(id, &found, &sentence));
                }
                let blank = " ".repeat(end - start);
                free.replace_range(start..end, &blank);
            }
        }
        let has_parts = self.bill.get(id).children.iter().any(|&child| !self.bill.get(child).quoted);
        if out.len() == first
            && !has_parts
            && (!sentence.quotes.is_empty() || self.names_place(&sentence.text))
        {
            let mut unread = Instruction::new(self.bill, id);
            unread.not_applied = "its wording cannot be read with certainty".into();
            out.push(unread);
        }
        takes_all
    }

    /// Whether the words name a provision: an order, and no mere use of the verb.
    fn names_place(&self, words: &str) -> bool {
        let citations = cited(words, &self.wording.language);
        let announces = words.trim_end().ends_with([':', '—', '–']) && !citations.is_empty();
        announces || citations.iter().any(|it| it.instrument.is_some())
    }

    fn instruction(&self, id: ProvisionId, found: &Found<'_>, sentence: &Sentence) -> Instruction {
        let mut it = Instruction::new(self.bill, id);
        it.operation = Some(match found.order {
            Do::Insert | Do::Append => Operation::Insert,
            Do::Replace => Operation::Replace,
            Do::Repeal => Operation::Repeal,
            Do::Words | Do::WordsAfter | Do::NoWords => Operation::SubstituteWords,
        });
        match self.edits(id, found, sentence) {
            Ok((target, edits)) => {
                it.target = target;
                it.edits = edits;
            }
            Err(why) => it.not_applied = why,
        }
        it
    }

    /// The words of a group that names a place. Where they end before its number does, up to the next quotation.
    fn place<'s>(&self, found: &Found<'s>, name: &str) -> Option<&'s str> {
        let group = found.captures.name(name)?;
        if !cited(group.as_str(), &self.wording.language).is_empty() || found.order == Do::Repeal {
            return found.written.get(group.start()..group.end());
        }
        let rest = found.written.get(group.start()..)?;
        let end = rest.find('⟦').unwrap_or(rest.len());
        rest.get(..end)
    }

    fn edits(
        &self,
        id: ProvisionId,
        found: &Found<'_>,
        sentence: &Sentence,
    ) -> Result<(String, Vec<Edit>), String> {
        let base = self.context(id)?;
        let Found { order, captures, lead, .. } = found;
        let group = |name: &str| self.place(found, name);
        let named = |words: &str| named(self.principal, base, words, self.wording);
        let labels = |ids: &[ProvisionId]| {
            ids.iter().map(|id| self.principal.get(*id).label.as_str()).collect::<Vec<_>>().join(", ")
        };
        let act = self.principal;
        // The target: what the pattern caught, else what the sentence named before it, else what stands above.
        let own = |words: Option<&str>| -> Result<Vec<ProvisionId>, String> {
            for words in [words.unwrap_or_default(), lead] {
                let found = named(words)?;
                if !found.is_empty() {
                    return Ok(found);
                }
            }
            Ok(base.into_iter().collect())
        };
        let one = |ids: Vec<ProvisionId>| match ids.as_slice() {
            [only] => Ok(*only),
            [] => Err("it names no provision of the act that was given".to_owned()),
            _ => Err("it names several provisions for one text".to_owned()),
        };
        let text =
            || sentence.quoted(captures.name("text")).map(str::to_owned).ok_or("its text is not found");
        match *order {
            Do::Insert => {
                let (words, behind) = match (group("after"), group("before")) {
                    (Some(words), _) => (words, true),
                    (None, Some(words)) => (words, false),
                    (None, None) => return Err("the place is not named".into()),
                };
                let within = named(lead)?;
                let base = if within.len() == 1 { Some(within[0]) } else { base };
                let found = super::target::named(act, base, words, self.wording)?;
                let at = one(found)?;
                Ok((labels(&[at]), vec![self.insertion(at, behind, &text()?)]))
            }
            Do::Append => {
                let text = text()?;
                let number = first_number(&text);
                let parent = own(group("target")).unwrap_or_default();
                let parent = match parent.as_slice() {
                    [only] => *only,
                    _ => ProvisionId::ACT,
                };
                let behind = number.as_deref().and_then(|number| predecessor(act, parent, number));
                let behind = behind.or_else(|| match (parent, number) {
                    // An unnumbered paragraph comes last; a number that continues nothing has no certain place.
                    (ProvisionId::ACT, _) | (_, Some(_)) => None,
                    (parent, None) => Some(act.get(parent).last),
                });
                let Some(behind) = behind else { return Err("where it is to stand cannot be told".into()) };
                Ok((labels(&[behind]), vec![self.insertion(behind, true, &text)]))
            }
            Do::Replace => {
                let at = own(group("target"))?;
                let text = text()?;
                let (Some(first), Some(last)) = (at.first(), at.last()) else {
                    return Err("it names no provision of the act that was given".into());
                };
                // Several provisions replaced by one text must stand side by side.
                let side_by_side = at.windows(2).all(|pair| act.get(pair[0]).last.0 + 1 == pair[1].0);
                if !side_by_side {
                    return Err("it replaces provisions that do not stand side by side".into());
                }
                let end = act.get(*last).span.end as usize;
                let text = self.numbered(*first, &text);
                let start = self.start(*first, &text);
                Ok((labels(&at), vec![Edit { start, end, text }]))
            }
            Do::Repeal => {
                let at = own(group("target"))?;
                if at.is_empty() {
                    return Err("it names no provision of the act that was given".into());
                }
                if group("target").is_some_and(|words| cited(words, &self.wording.language).is_empty()) {
                    return Err("what it repeals is not named by its number".into());
                }
                let gone = |id: &ProvisionId| {
                    let span = act.get(*id).span;
                    let rest = &act.source.text[span.end as usize..];
                    let blank = rest.len() - rest.trim_start_matches(['\n', '\r', ' ']).len();
                    Edit { start: span.start as usize, end: span.end as usize + blank, text: String::new() }
                };
                Ok((labels(&at), at.iter().map(gone).collect()))
            }
            Do::Words | Do::WordsAfter | Do::NoWords => {
                let at = own(group("target"))?;
                if at.is_empty() {
                    return Err("it names no provision of the act that was given".into());
                }
                let old = sentence.quoted(captures.name("old")).ok_or("the words are not found")?;
                let new = sentence.quoted(captures.name("new")).unwrap_or_default();
                let everywhere = self.wording.every.is_match(&sentence.text);
                let mut edits = Vec::new();
                for id in &at {
                    edits.extend(self.words(*id, *order, old, new, everywhere)?);
                }
                Ok((labels(&at), edits))
            }
        }
    }

    /// Words of a provision exchanged, found once or, where the act says so, wherever they stand.
    fn words(
        &self,
        at: ProvisionId,
        order: Do,
        old: &str,
        new: &str,
        everywhere: bool,
    ) -> Result<Vec<Edit>, String> {
        let span = self.principal.get(at).span;
        let text = span.of(&self.principal.source.text);
        let words: Vec<String> = old.split_whitespace().map(regex::escape).collect();
        if words.is_empty() {
            return Err("it quotes no words".into());
        }
        let edge = |c: Option<char>| if c.is_some_and(char::is_alphanumeric) { r"\b" } else { "" };
        let pattern = format!(
            "{}{}{}",
            edge(old.trim().chars().next()),
            words.join(r"\s+"),
            edge(old.trim().chars().last())
        );
        let pattern = regex::Regex::new(&pattern).map_err(|_| "its words are too long".to_owned())?;
        let found: Vec<_> = pattern.find_iter(text).map(|it| (it.start(), it.end())).collect();
        match found.len() {
            0 => return Err(format!("“{old}” does not stand in {}", self.principal.get(at).label)),
            1 => {}
            _ if everywhere => {}
            n => return Err(format!("“{old}” stands in {} {n} times", self.principal.get(at).label)),
        }
        let base = span.start as usize;
        let edit = |(start, end): (usize, usize)| match order {
            Do::WordsAfter => Edit { start: base + end, end: base + end, text: format!(" {new}") },
            // The blank before the words goes with them.
            Do::NoWords => {
                let blank = text[..start].len() - text[..start].trim_end_matches(' ').len();
                Edit { start: base + start - blank.min(1), end: base + end, text: String::new() }
            }
            _ => Edit { start: base + start, end: base + end, text: new.to_owned() },
        };
        Ok(found.into_iter().map(edit).collect())
    }

    /// Text behind or before a provision, set apart as its neighbours are.
    fn insertion(&self, at: ProvisionId, behind: bool, text: &str) -> Edit {
        let act = self.principal;
        let span = act.get(at).span;
        let gap = if act.get(at).kind.is_main_unit() { "\n\n" } else { "\n" };
        match behind {
            true => {
                let end = span.end as usize;
                Edit { start: end, end, text: format!("{gap}{text}") }
            }
            false => {
                let start = span.start as usize;
                Edit { start, end: start, text: format!("{text}{gap}") }
            }
        }
    }

    /// Where a provision begins that a text replaces: its heading stays where the text begins with the number.
    fn start(&self, at: ProvisionId, text: &str) -> usize {
        let provision = self.principal.get(at);
        let num = super::target::folded(&provision.num);
        let begins = first_number(text).is_some_and(|number| super::target::folded(&number) == num);
        match (provision.marker, provision.heading) {
            (Some(marker), Some(heading)) if heading.start < marker.start && begins => marker.start as usize,
            _ => provision.span.start as usize,
        }
    }

    /// Text in the place of a provision; it keeps the number where the text brings none.
    fn numbered(&self, at: ProvisionId, text: &str) -> String {
        let provision = self.principal.get(at);
        let marker = provision.marker.map_or("", |span| span.of(&self.principal.source.text).trim());
        let brings = super::target::folded(text).contains(&super::target::folded(&provision.num));
        match (brings, marker) {
            (true, _) | (false, "") => text.to_owned(),
            (false, marker) => format!("{marker} {text}"),
        }
    }
}

/// The number with which a text begins, if any: `(4)`, `4A.`, `§ 5a`, `Article 6 bis`.
fn first_number(text: &str) -> Option<String> {
    let head: String = text.chars().take(40).collect();
    let lower = head.trim_start_matches(['(', '§', ' ']).to_lowercase();
    let lower = ["section", "article", "artículo", "art.", "absatz"]
        .iter()
        .find_map(|word| lower.strip_prefix(word))
        .unwrap_or(&lower)
        .trim_start();
    let number: String = lower.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
    let rest = &lower[number.len()..];
    let is_marked = rest.starts_with([')', '.', '°', 'º', ' ', '\n', '—']) && !number.is_empty();
    let number = match rest.split_whitespace().next() {
        Some(word @ ("bis" | "ter" | "quater")) => format!("{number}{word}"),
        _ => number,
    };
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) || number.chars().count() <= 2;
    (is_marked && is_number).then_some(number)
}

/// A quoted block without its marks, and without what stands behind the closing one.
fn unquoted(block: &str) -> String {
    let block = block.trim().trim_start_matches(['“', '«', '„', '"', '‘']).trim_start();
    let tail = block.trim_end().trim_end_matches([';', '.', ',', ' ']);
    let linked = ["and", "or", "y", "et", "und", "o"];
    let tail = linked
        .iter()
        .find_map(|word| tail.strip_suffix(word).filter(|it| it.ends_with([' ', ';', '”', '»', '“', '"'])));
    let tail = tail.unwrap_or(block).trim_end_matches([';', '.', ',', ' ']);
    let bare = tail.trim_end();
    match bare.strip_suffix(['”', '»', '“', '"', '’']) {
        Some(inner) => inner.trim_end().to_owned(),
        None => block.trim_end().to_owned(),
    }
}
