//! Classes of offences and penalties whose length the act itself gives: "a class B felony", "crime of the third
//! degree", "presidio mayor". One provision gives the length, the others only name the class.

use rustc_hash::FxHashMap;

use crate::grammar::TokenForm;
use crate::span::Span;

use super::super::act::{Act, Penalty, ProvisionId};
use super::super::language::{Class, Language, Reading};
use super::super::number;
use super::super::passages::passages;
use super::sanctions::{self, SanctionKind};

/// So many tokens may stand between what is graded and its grade: "felony of the third degree".
const NEAR: usize = 4;
/// Words that say that an offence is of a class stand so many tokens before it.
const SAID_WITHIN: usize = 4;

/// A class: what is graded, in which grade, and which; or a penalty with a name of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Graded(Option<u16>, u16, String),
    Named(u16),
}

struct Named {
    key: Key,
    /// First token and the one after the last.
    from: usize,
    to: usize,
}

/// A passage that names classes.
struct Mention {
    id: ProvisionId,
    span: Span,
    key: Key,
    /// Whether a verb says that somebody commits it, or a penalty that the words impose.
    imposes: bool,
    length: Option<(Option<u32>, Option<u32>)>,
    other: bool,
}

/// Adds a penalty for each class that is named where no length stands, with the length that another provision
/// gives.
pub(super) fn apply(act: &Act, language: &Language, found: &mut Vec<Penalty>) {
    let text = &act.source.text;
    let mut mentions = Vec::new();
    for id in act.ids() {
        for passage in passages(text, act.get(id)) {
            if language.grades.is_in(passage.of(text)) {
                for sentence in super::sentences(text, passage) {
                    in_sentence(act, id, sentence, language, &mut mentions);
                }
            }
        }
    }
    let mut lengths: FxHashMap<&Key, (Option<u32>, Option<u32>)> = FxHashMap::default();
    for mention in &mentions {
        if let Some(length) = mention.length {
            lengths.entry(&mention.key).or_insert(length);
        }
    }
    let before = found.len();
    for mention in &mentions {
        if mention.length.is_none()
            && !mention.other
            && mention.imposes
            && let Some(&(min_months, max_months)) = lengths.get(&mention.key)
        {
            let stated = |penalty: &&mut Penalty| {
                penalty.provision == mention.id
                    && penalty.max_months.is_none()
                    && penalty.min_months.is_none()
                    && mention.span.contains(Span { end: penalty.span.start + 1, ..penalty.span })
            };
            match found.iter_mut().find(stated) {
                Some(penalty) => (penalty.min_months, penalty.max_months) = (min_months, max_months),
                None => found.push(Penalty {
                    span: mention.span,
                    provision: mention.id,
                    min_months,
                    max_months,
                    fine: false,
                }),
            }
        }
    }
    if found.len() > before {
        found.sort_by_key(|penalty| penalty.span);
    }
}

fn in_sentence(act: &Act, id: ProvisionId, sentence: Span, language: &Language, mentions: &mut Vec<Mention>) {
    let text = &act.source.text;
    let words = sentence.of(text);
    if !language.grades.is_in(words) {
        return;
    }
    let read = language.read(words);
    let named = all(&read);
    if named.is_empty() {
        return;
    }
    let said = sanctions::said(&read);
    let prison = said.iter().any(|one| one.kind == SanctionKind::Prison);
    let above = || {
        act.ancestors(id).skip(1).take(3).any(|above| {
            let lead = &act.get(above).intro;
            lead.iter().any(|span| {
                let read = language.read(span.of(text));
                (0..read.tokens.len()).any(|at| read.is(at, Class::Prison).is_some())
            })
        })
    };
    let has_term = said.iter().any(|one| matches!(one.kind, SanctionKind::Term { .. }));
    let measured =
        has_term && (prison || named.iter().any(|named| matches!(named.key, Key::Named(_))) || above());
    for (index, class) in named.iter().enumerate() {
        let start = read.tokens[class.from].start as usize;
        let end = read.tokens[class.to - 1].end as usize;
        let until = named.get(index + 1).map_or(words.len(), |next| read.tokens[next.from].start as usize);
        let first = if named.len() == 1 { 0 } else { end };
        let length =
            said.iter().filter(|one| measured && one.start >= first && one.start < until).find_map(|one| {
                let SanctionKind::Term { least, most } = one.kind else { return None };
                Some((least, most))
            });
        let commits = (class.from.saturating_sub(SAID_WITHIN)..class.from)
            .any(|at| read.is(at, Class::Commits).is_some_and(|next| next <= class.from));
        mentions.push(Mention {
            id,
            span: Span::new(sentence.start as usize + start, sentence.start as usize + end),
            imposes: commits,
            key: class.key.clone(),
            length,
            other: prison && has_term,
        });
    }
}

/// The classes named in a sentence.
fn all(read: &Reading<'_>) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    let mut at = 0;
    while at < read.tokens.len() {
        let named = named(read, at);
        match named {
            Some(named) => {
                at = named.to;
                found.push(named);
            }
            None => at += 1,
        }
    }
    found
}

fn named(read: &Reading<'_>, at: usize) -> Option<Named> {
    if let Some((which, to)) =
        read.phrase(at, |class| if let Class::Named(which) = class { Some(which) } else { None })
    {
        return Some(Named { key: Key::Named(which), from: at, to });
    }
    // "felony of the third degree"
    if let Some((graded, next)) = read.phrase(at, graded) {
        let grade = (next..next + NEAR).find_map(|at| grade(read, at))?;
        return Some(Named { key: Key::Graded(Some(graded), grade.0, grade.1), from: at, to: grade.2 });
    }
    // "class B felony", "level 5 on the standard scale"
    let (which, value, next) = grade(read, at)?;
    let behind = read.phrase(next, graded);
    let to = behind.map_or(next, |(_, to)| to);
    Some(Named { key: Key::Graded(behind.map(|(graded, _)| graded), which, value), from: at, to })
}

/// "third degree", "class B": the grade, its value folded, and the token after it.
fn grade(read: &Reading<'_>, at: usize) -> Option<(u16, String, usize)> {
    let grade = |class| if let Class::Grade(which) = class { Some(which) } else { None };
    if let Some((which, next)) = read.phrase(at, grade) {
        let (value, next) = designator(read, next)?;
        return Some((which, value, next));
    }
    let (value, next) =
        read.phrase(at, |class| if let Class::Ordinal(value) = class { Some(value) } else { None })?;
    let (which, next) = read.phrase(next, grade)?;
    Some((which, value.to_string(), next))
}

fn designator(read: &Reading<'_>, at: usize) -> Option<(String, usize)> {
    let token = read.token(at)?;
    let word = read.word(at);
    let quote = usize::from(read.is_mark(at, &["“", "\"", "«"]));
    if quote == 1 {
        return designator(read, at + 1).map(|(value, next)| (value, next + 1));
    }
    match token.form {
        TokenForm::Number | TokenForm::HanNumber => Some((number::folded(word), at + 1)),
        TokenForm::Word if word.chars().count() == 1 && word.chars().all(char::is_uppercase) => {
            Some((word.to_lowercase(), at + 1))
        }
        _ => read
            .phrase(at, |class| match class {
                Class::Ordinal(value) | Class::Cardinal(value) => Some(value),
                _ => None,
            })
            .map(|(value, next)| (value.to_string(), next)),
    }
}

fn graded(class: Class) -> Option<u16> {
    if let Class::Graded(which) = class { Some(which) } else { None }
}
